import { isNodetoolError, NodetoolError, toErrorShape } from '@nodetool-ai/graph';
import type { EndStatus, ErrorShape, NodeUsage } from '@nodetool-ai/graph';
import { UpstreamEnded } from '../flow/upstream-ended.ts';
import { forwardBypassed } from './bypass.ts';
import { collectInputs } from './collect-inputs.ts';
import { driveNode } from './drive-node.ts';
import { NodeOutputs } from './node-outputs.ts';
import type { PortOutputs } from './node-outputs.ts';
import type { PlannedNode } from './plan-run.ts';
import type { RunScope } from './run-scope.ts';

/** How a node came out. */
export interface NodeOutcome {
  readonly nodeId: string;
  readonly status: EndStatus;
  readonly outputs: PortOutputs;
  readonly error?: ErrorShape;
  readonly usage?: NodeUsage;
}

/** Takes one node from waiting to its one end event, whatever happens. Never rejects. */
export async function runNode(node: PlannedNode, scope: RunScope): Promise<NodeOutcome> {
  const { log, clock, guard } = scope;
  const outputs = new NodeOutputs(node, scope);
  let startedAt = clock.now();
  let result: PortOutputs = {};
  let usage: NodeUsage | undefined;
  let failure: unknown;
  try {
    if (node.implementation === undefined)
      throw new UpstreamEnded(`there is no node type ${node.type} here`);
    if (node.isBypassed) await forwardBypassed(node, outputs);
    else {
      const inputs = await collectInputs(node);
      scope.signal.throwIfAborted();
      startedAt = clock.now();
      log.emit({ type: 'node-start', nodeId: node.id, nodeType: node.type });
      guard.start(node.id);
      usage = await driveNode(node, inputs, outputs, scope);
    }
    result = await outputs.end();
  } catch (error) {
    failure = scope.signal.aborted ? cancelError(scope.signal) : error;
    result = outputs.fail(new UpstreamEnded(`${node.id} did not come to its end`));
  } finally {
    guard.end(node.id);
    // Whoever still sends to it must not wait for ever.
    for (const edge of node.incoming) edge.channel.leave();
  }
  const outcome = describe(node, failure, result, usage);
  const { status, error } = outcome;
  log.emit({
    type: 'node-end',
    nodeId: node.id,
    status,
    durationMs: Math.max(0, clock.now() - startedAt),
    ...(error === undefined ? {} : { error }),
    ...(failure instanceof UpstreamEnded ? { reason: failure.message } : {}),
    ...(usage === undefined ? {} : { usage: { ...usage } }),
  });
  return outcome;
}

function describe(
  node: PlannedNode,
  failure: unknown,
  outputs: PortOutputs,
  usage: NodeUsage | undefined,
): NodeOutcome {
  const base = { nodeId: node.id, outputs, ...(usage === undefined ? {} : { usage }) };
  if (failure === undefined) return { ...base, status: node.isBypassed ? 'bypassed' : 'completed' };
  if (failure instanceof UpstreamEnded) return { ...base, status: 'skipped' };
  const shape = toErrorShape(failure);
  const error = { ...shape, details: { ...shape.details, nodeId: node.id, nodeType: node.type } };
  return {
    ...base,
    status: shape.code === 'CANCELLED' || shape.code === 'NODE_TIMED_OUT' ? 'cancelled' : 'failed',
    error,
  };
}

/** The reason of a cancel, if it is one of ours (a time that ran out), else a plain one. */
export function cancelError(signal: AbortSignal): NodetoolError {
  return isNodetoolError(signal.reason) ? signal.reason : new NodetoolError('CANCELLED');
}

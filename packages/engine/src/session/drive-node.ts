import { NodetoolError } from '@nodetool-ai/graph';
import type { NodeContext, NodeUsage, NodeYield } from '@nodetool-ai/graph';
import { describePath } from '@nodetool-ai/graph';
import type { CollectedInputs } from './collect-inputs.ts';
import type { NodeOutputs } from './node-outputs.ts';
import type { PlannedNode } from './plan-run.ts';
import type { RunScope } from './run-scope.ts';

/** The node did not end after it was told to. */
const abandoned = Symbol('abandoned');

/**
 * Runs the code of a node to its end and sends on what it yields; its next piece is asked for only when there is room
 * for it. Gives its usage. Rejects with its error, or CANCELLED when the run was cancelled.
 */
export async function driveNode(
  node: PlannedNode,
  inputs: CollectedInputs,
  outputs: NodeOutputs,
  scope: RunScope,
): Promise<NodeUsage | undefined> {
  const { implementation } = node;
  if (implementation === undefined)
    throw new NodetoolError('NODE_TYPE_UNKNOWN', `There is no node type ${node.type}.`);
  const props = readProps(node);
  const context = contextOf(node, scope);
  const generator = implementation.run({ inputs, props, context, signal: scope.signal });
  const patience = endOfPatience(scope);
  let usage: NodeUsage | undefined;
  let lastWait = '';
  try {
    for (;;) {
      const next = await Promise.race([generator.next(), patience.over]);
      if (next === abandoned) break;
      if (next.done) return usage;
      scope.signal.throwIfAborted();
      const item = next.value;
      if (item.kind === 'usage') usage = item.usage;
      else if (item.kind === 'wait') lastWait = tellWait(node, item, lastWait, outputs, scope);
      else if (item.kind === 'log') {
        outputs.flush();
        scope.log.emit({ type: 'log', nodeId: node.id, level: item.level, message: item.message });
      } else {
        const sent =
          item.kind === 'delta'
            ? outputs.delta(item.port, item.text)
            : outputs.output(item.port, item.value);
        // Waiting for room ends with a cancel too: nobody may be left to make room.
        if (sent !== undefined) await Promise.race([sent, patience.cancelled]);
      }
    }
  } finally {
    patience.stop();
    // A node in the middle of something ends later; what it says then is not heard.
    generator.return().catch(() => {});
  }
  scope.signal.throwIfAborted();
  return usage;
}

function readProps(node: PlannedNode): Readonly<Record<string, unknown>> {
  const schema = node.implementation?.declaration.props;
  const names = Object.keys(schema?.shape ?? {}).filter((name) => node.data[name] !== undefined);
  const checked = schema?.safeParse(
    Object.fromEntries(names.map((name) => [name, node.data[name]])),
  );
  if (checked?.success !== false) return checked?.data ?? {};
  const [issue] = checked.error.issues;
  throw new NodetoolError(
    'NODE_INPUT_INVALID',
    `The setting ${describePath(issue?.path ?? [])}: ${issue?.message}.`,
  );
}

function contextOf(
  node: PlannedNode,
  scope: RunScope,
): NodeContext & Readonly<Record<string, unknown>> {
  const needs = node.implementation?.declaration.needs ?? [];
  const services = Object.fromEntries(needs.map((need) => [need, scope.services[need]]));
  return { ...services, runId: scope.log.runId, nodeId: node.id, assets: scope.assets };
}

function tellWait(
  node: PlannedNode,
  item: NodeYield & { kind: 'wait' },
  last: string,
  outputs: NodeOutputs,
  scope: RunScope,
): string {
  const { phase, model, detail } = item;
  const key = JSON.stringify([phase, model, detail]);
  if (key === last) return last;
  outputs.flush();
  scope.log.emit({
    type: 'node-wait',
    nodeId: node.id,
    phase,
    ...(model === undefined ? {} : { model }),
    ...(detail === undefined ? {} : { detail }),
  });
  return key;
}

/** After a cancel a node has a moment to end by itself; then it is left behind. */
function endOfPatience({ signal, clock, graceMs }: RunScope) {
  let giveUp: (value: typeof abandoned) => void = () => {};
  let tellCancelled: () => void = () => {};
  let cancelTimer = () => {};
  const over = new Promise<typeof abandoned>((resolve) => {
    giveUp = resolve;
  });
  const cancelled = new Promise<void>((resolve) => {
    tellCancelled = resolve;
  });
  const onAbort = () => {
    tellCancelled();
    cancelTimer = clock.after(graceMs, () => giveUp(abandoned));
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return {
    over,
    cancelled,
    stop: () => {
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
    },
  };
}

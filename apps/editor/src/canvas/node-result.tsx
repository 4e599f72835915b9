import { memo } from 'react';
import { useNodeRun } from '../tabs/tab-context.ts';
import type { NodeViewData } from './flow-node.ts';
import { NodeError } from './node-error.tsx';
import { NodeLacksModel } from './node-lacks-model.tsx';
import { NodeFooter } from './node-footer.tsx';
import { OutputValue } from './output-value.tsx';
import { pickOutput } from './pick-output.ts';
import { StreamedText } from './streamed-text.tsx';
import { ThinkingFold } from './thinking-fold.tsx';

declare global {
  /** A test may hang a counter here: it is called at every drawing of a node's result. */
  var nodetoolOnResultRender: ((nodeId: string) => void) | undefined;
}

/** Of a node what its result depends on: not its place, size or selection. */
export type NodeResultProps = Pick<NodeViewData, 'node' | 'description' | 'ports'>;

/** What a run gave at a node: thinking, text or value, error, figures. Drawn anew with every piece of a stream. */
export const NodeResult = memo(function NodeResultInner(props: NodeResultProps) {
  const { node, description, ports } = props;
  const run = useNodeRun(node.id);
  globalThis.nodetoolOnResultRender?.(node.id);
  if (run === undefined) return <NodeLacksModel description={description} />;
  const thinking = run.texts['thinking'];
  const shown = description?.role === 'input' ? undefined : pickOutput(ports, run);
  const isCut = run.state === 'failed' || run.state === 'cancelled';
  return (
    <>
      {(shown !== undefined || thinking !== undefined) && (
        <div className="output nodrag nopan nowheel">
          {thinking !== undefined && <ThinkingFold text={thinking} run={run} />}
          {shown?.kind === 'text' && (
            <StreamedText text={shown.text} isLive={run.state === 'running'} />
          )}
          {shown?.kind === 'value' && <OutputValue type={shown.type} value={shown.value} />}
          {isCut && shown?.kind === 'text' && (
            <p className="cut-note">Cut off here. What had come is kept.</p>
          )}
        </div>
      )}
      {run.warnings.map((warning) => (
        <p className="node-warning" key={warning}>
          {warning}
        </p>
      ))}
      {run.error !== undefined && <NodeError node={node} error={run.error} />}
      <NodeFooter run={run} />
    </>
  );
});

import type { EngineReport } from '@nodetool-ai/graph';
import { FirstModels } from '../models/first-models-list.tsx';
import { StateLine } from './state-line.tsx';

/** The column that stands where Ollama answers and has no model: small ones to pull. */
export function ModelColumn({ report }: { report: EngineReport }) {
  const hasNone = report.models?.length === 0;
  return (
    <>
      <h2>Get a model</h2>
      <StateLine tone={hasNone ? 'warning' : 'good'}>
        {hasNone ? 'No model is installed' : 'Models are there'}
      </StateLine>
      <p>Ollama fetches it from its own registry. The small one shows that all works.</p>
      <FirstModels isMain={hasNone} />
    </>
  );
}

import { useStore } from 'zustand';
import { isModelNamed } from '../engine/engine-store.ts';
import type { NodeRun } from '../run/node-run.ts';
import { useWorkspace } from '../workspace.ts';

/** From this share of the context on, the meter warns. */
const FULL = 0.9;

/** Figures of a run: tokens a second, tokens, and how full the context was. Nothing is shown that was not told. */
export function NodeFooter({ run }: { run: NodeRun }) {
  const { engine } = useWorkspace();
  const { usage } = run;
  const limit = useStore(engine, (state) =>
    usage?.model === undefined
      ? undefined
      : state.report?.models?.find((model) => isModelNamed(model, usage.model ?? ''))
          ?.loadedContextLength,
  );
  if (usage === undefined) return null;
  const { tokensPerSecond, promptTokens, outputTokens } = usage;
  const used = (promptTokens ?? 0) + (outputTokens ?? 0);
  const share = limit === undefined || used === 0 ? undefined : Math.min(1, used / limit);
  return (
    <footer className="node-footer">
      {tokensPerSecond !== undefined && (
        <span className="strong">{tokensPerSecond.toFixed(1)} tok/s</span>
      )}
      {outputTokens !== undefined && <span>{outputTokens.toLocaleString('en')} tok</span>}
      {outputTokens === undefined && promptTokens !== undefined && (
        <span>{promptTokens.toLocaleString('en')} tok read</span>
      )}
      {share !== undefined && limit !== undefined && (
        <span className="context" title="How full the context was">
          <i className="meter" data-full={share >= FULL || undefined}>
            <i style={{ width: `${share * 100}%` }} />
          </i>
          {short(used)} of {short(limit)}
        </span>
      )}
    </footer>
  );
}

const short = (count: number) =>
  count < 1000 ? String(count) : `${(count / 1024).toFixed(count < 10_240 ? 1 : 0)}k`;

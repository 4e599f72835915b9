import { useStore } from 'zustand';
import { InstallButton } from '../starter/install-button.tsx';
import { InstallProgress } from '../starter/install-progress.tsx';
import { fetchablePart } from '../starter/starter-words.ts';
import { useWorkspace } from '../workspace.ts';

/** For a name that is not installed where the starter answers: it fetches its own models only. */
export function StarterOffer({ model, onOllama }: { model: string; onOllama: () => void }) {
  const { engine } = useWorkspace();
  const report = useStore(engine, (state) => state.report);
  const part = fetchablePart(report, model);
  const install = report?.starter?.install;
  if (part !== undefined && report?.starter !== undefined)
    return install?.state === 'running' ? (
      <InstallProgress install={install} />
    ) : (
      <InstallButton starter={report.starter} only={[part.id]} verb={`Install ${part.id}`} />
    );
  return (
    <>
      The starter engine cannot pull it; a real Ollama can.{' '}
      <button type="button" className="button" onClick={onOllama}>
        How to install Ollama
      </button>
    </>
  );
}

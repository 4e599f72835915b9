import { useStore } from 'zustand';
import { useWorkspace } from '../workspace.ts';
import { isModelName, startPull } from './pull-actions.ts';
import { PullRow } from './pull-row.tsx';

/** Offers to pull a model that is not installed; once it is being pulled, shows how far it is. */
export function PullOffer({ model, isMain = false }: { model: string; isMain?: boolean }) {
  const page = useWorkspace();
  const pull = useStore(page.engine, ({ report }) =>
    report?.pulls?.find(({ model: name }) => name === model || name === `${model}:latest`),
  );
  if (pull !== undefined) return <PullRow pull={pull} />;
  if (!isModelName(model)) return <span>This is not a name of a model.</span>;
  return (
    <button
      type="button"
      className={isMain ? 'button main' : 'button'}
      onClick={() => void startPull(page, model)}
    >
      Pull {model}
    </button>
  );
}

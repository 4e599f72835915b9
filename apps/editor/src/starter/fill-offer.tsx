import type { StarterReport } from '@nodetool-ai/graph';
import { useWorkspace } from '../workspace.ts';
import { InstallButton } from './install-button.tsx';
import { InstallProgress } from './install-progress.tsx';
import { modelParts } from './plan-install.ts';
import { cancelInstall, fillOllama } from './starter-actions.ts';

/**
 * Where the registry of an Ollama is out of reach, the models of the starter come another way: fetched by NodeTool, put
 * into Ollama.
 */
export function FillOffer({ starter }: { starter: StarterReport }) {
  const page = useWorkspace();
  const models = modelParts(starter);
  // Without models there is nothing to put anywhere: a system without a starter.
  if (models.length === 0) return null;
  const { install } = starter;
  return (
    <div className="fill-offer" role="group" aria-label="Without the registry">
      <p>
        NodeTool can put the models of its starter into this Ollama, without its registry:{' '}
        {models.map(({ title, licence }) => `${title} (${licence})`).join(' and ')}.
      </p>
      {install?.state === 'running' && (
        <InstallProgress install={install} label="Putting models into Ollama" />
      )}
      {install?.state === 'failed' && (
        <p className="problem" role="alert">
          {install.error?.message} {install.error?.hint}
        </p>
      )}
      <p className="actions">
        {install?.state === 'running' ? (
          <button type="button" className="button big" onClick={() => void cancelInstall(page)}>
            Cancel
          </button>
        ) : (
          <InstallButton
            starter={starter}
            only={models.map(({ id }) => id)}
            verb="Put them into Ollama"
            isMain
            order={() => fillOllama(page)}
          />
        )}
      </p>
    </div>
  );
}

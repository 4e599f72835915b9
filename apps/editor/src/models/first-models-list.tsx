import type { EngineReport } from '@nodetool-ai/graph';
import { useState } from 'react';
import { useStore } from 'zustand';
import { InstallButton } from '../starter/install-button.tsx';
import { InstallProgress } from '../starter/install-progress.tsx';
import { modelParts, planInstall } from '../starter/plan-install.ts';
import { cancelInstall, fillOllama } from '../starter/starter-actions.ts';
import { useWorkspace } from '../workspace.ts';
import { FIRST_MODELS, isRegistryOutOfReach } from './first-models.ts';
import { PullOffer } from './pull-offer.tsx';

/** Offers small models to an Ollama that has none, by name and size. */
export function FirstModels({ isMain = false }: { isMain?: boolean }) {
  const { engine } = useWorkspace();
  const report = useStore(engine, (state) => state.report);
  const isOutOfReach = (report?.pulls ?? []).some(isRegistryOutOfReach);
  return (
    <>
      <ul className="first-models">
        {FIRST_MODELS.map(({ name, size, words }, index) => (
          <li key={name}>
            <PullOffer model={name} isMain={isMain && index === 0 && !isOutOfReach} />
            <span className="quiet">
              {size}, {words}
            </span>
          </li>
        ))}
      </ul>
      {isOutOfReach && report !== undefined && <FillOffer report={report} />}
    </>
  );
}

/** Where the registry is out of reach, the starter's models come another way: fetched by NodeTool, put into Ollama. */
function FillOffer({ report }: { report: EngineReport }) {
  const page = useWorkspace();
  const [isFilling, setFilling] = useState(false);
  const { starter } = report;
  if (starter === undefined) return null;
  const ids = modelParts(starter).map(({ id }) => id);
  const names = modelParts(starter).map(({ title }) => title);
  const isInstalling = starter.install?.state === 'running';
  const isMissing = planInstall(starter, ids).parts.length > 0;
  const fill = async () => {
    setFilling(true);
    await fillOllama(page);
    setFilling(false);
  };
  return (
    <div className="fill-offer" role="group" aria-label="Without the registry">
      <p>
        This Ollama does not reach its registry. NodeTool can put the models of its starter into it
        instead: {names.join(' and ')}.
      </p>
      {isInstalling && starter.install !== undefined && (
        <InstallProgress install={starter.install} />
      )}
      {starter.install?.state === 'failed' && isMissing && (
        <p className="problem" role="alert">
          {starter.install.error?.message} {starter.install.error?.hint}
        </p>
      )}
      <p className="actions">
        {isInstalling && (
          <button type="button" className="button big" onClick={() => void cancelInstall(page)}>
            Cancel
          </button>
        )}
        {!isInstalling && isMissing && (
          <InstallButton starter={starter} only={ids} verb="Fetch them" isMain />
        )}
        {!isInstalling && !isMissing && (
          <button
            type="button"
            className="button big main"
            disabled={isFilling}
            onClick={() => void fill()}
          >
            {isFilling ? 'Putting them into Ollama…' : 'Put them into Ollama'}
          </button>
        )}
      </p>
    </div>
  );
}

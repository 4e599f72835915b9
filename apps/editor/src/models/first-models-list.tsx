import { useState } from 'react';
import { useStore } from 'zustand';
import { FillOffer } from '../starter/fill-offer.tsx';
import { useWorkspace } from '../workspace.ts';
import { FIRST_MODELS, isRegistryOutOfReach } from './first-models.ts';
import { PullOffer } from './pull-offer.tsx';

/** Offers small models to an Ollama that has none, by name and size. */
export function FirstModels({ isMain = false }: { isMain?: boolean }) {
  const { engine } = useWorkspace();
  const report = useStore(engine, (state) => state.report);
  const isOutOfReach = (report?.pulls ?? []).some(isRegistryOutOfReach);
  // A pull that failed is told for a minute; what it showed holds longer.
  const [wasOutOfReach, setWasOutOfReach] = useState(false);
  if (isOutOfReach && !wasOutOfReach) setWasOutOfReach(true);
  const isFilling = report?.starter?.install?.state === 'running';
  const isOffered = wasOutOfReach || isFilling;
  return (
    <>
      <ul className="first-models">
        {FIRST_MODELS.map(({ name, size, words }, index) => (
          <li key={name}>
            <PullOffer model={name} isMain={isMain && index === 0 && !isOffered} />
            <span className="quiet">
              {size}, {words}
            </span>
          </li>
        ))}
      </ul>
      {isOffered && report?.starter !== undefined && <FillOffer starter={report.starter} />}
    </>
  );
}

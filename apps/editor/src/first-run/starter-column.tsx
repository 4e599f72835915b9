import type { EngineReport, StarterReport } from '@nodetool-ai/graph';
import { useEffect } from 'react';
import { STARTER_GOOD_AT } from '../starter/starter-words.ts';
import { StarterInstall } from '../starter/starter-install.tsx';
import { starterState } from '../starter/starter-state.ts';
import { useWorkflow } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';
import { StateLine } from './state-line.tsx';
import { starterLine } from './starter-line.ts';

/** The column of the starter engine: what it is, what it takes, and one button. */
export function StarterColumn({
  report,
  starter,
  isRaised,
}: {
  readonly report: EngineReport;
  readonly starter: StarterReport;
  readonly isRaised: boolean;
}) {
  const { screen } = useWorkspace();
  const state = starterState(report);
  const isMatEmpty = useWorkflow().graph.nodes.length === 0;
  const { tone, words, more } = starterLine(report);
  // Who saw the installation here is told here that it is done, though the panel is not needed any more then.
  const keepOpen = () =>
    screen.setState(({ firstRun }) => (firstRun === 'auto' ? { firstRun: 'open' } : {}));
  useEffect(() => {
    if (state === 'running') keepOpen();
  });
  return (
    <>
      <h2>Starter engine</h2>
      <StateLine tone={tone}>{words}</StateLine>
      <p>{STARTER_GOOD_AT}</p>
      {more !== undefined && <p className="quiet">{more}</p>}
      {state === 'ready' && isMatEmpty && (
        <p>
          <button type="button" className="link" onClick={goToExamples}>
            Open an example below
          </button>
          , or build your own.
        </p>
      )}
      <StarterInstall report={report} starter={starter} isMain={isRaised} onInstall={keepOpen} />
    </>
  );
}

/** On a phone they are two screens further down. */
function goToExamples(): void {
  document.querySelector<HTMLElement>('.example-cards button')?.focus();
}

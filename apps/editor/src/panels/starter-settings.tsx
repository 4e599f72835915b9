import { useStore } from 'zustand';
import { starterLine } from '../first-run/starter-line.ts';
import { StateLine } from '../first-run/state-line.tsx';
import { CopyButton } from '../frame/copy-button.tsx';
import { StarterInstall } from '../starter/starter-install.tsx';
import { OLLAMA_ADDS, STARTER_NOTE } from '../starter/starter-words.ts';
import { useWorkspace } from '../workspace.ts';

const REMOVE_COMMAND = 'nodetool starter remove';

/** The starter engine in the settings: what it is, how it stands, and how to have it or be rid of it. */
export function StarterSettings() {
  const { engine, screen } = useWorkspace();
  const report = useStore(engine, (state) => state.report);
  if (report?.starter === undefined) return null;
  const { tone, words, more } = starterLine(report);
  const isAnyThere = report.starter.parts.some(({ isInstalled }) => isInstalled);
  return (
    <section className="starter-settings" aria-labelledby="starter-settings">
      <h3 className="section-title" id="starter-settings">
        Starter engine
      </h3>
      <div className="body">
        <StateLine tone={tone}>{words}</StateLine>
        <p className="quiet">{STARTER_NOTE}.</p>
        {more !== undefined && <p className="quiet">{more}</p>}
        <StarterInstall report={report} starter={report.starter} />
        {isAnyThere && (
          <>
            <p className="quiet">To take it off this computer:</p>
            <p className="command">
              <code>{REMOVE_COMMAND}</code>
              <CopyButton text={REMOVE_COMMAND} label={`Copy ${REMOVE_COMMAND}`} isQuiet />
            </p>
          </>
        )}
        <p className="quiet">
          A real Ollama would add {OLLAMA_ADDS}.{' '}
          <button
            type="button"
            className="link"
            onClick={() => screen.setState({ firstRun: 'open', panel: undefined })}
          >
            How to install it
          </button>
        </p>
      </div>
    </section>
  );
}

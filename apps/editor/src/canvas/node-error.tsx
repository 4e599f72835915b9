import type { ErrorShape, WorkflowNode } from '@nodetool-ai/graph';
import { startRun } from '../run/start-run.ts';
import { useTab } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';
import { isModelName } from '../models/pull-actions.ts';
import { PullOffer } from '../models/pull-offer.tsx';
import { CopyButton } from '../frame/copy-button.tsx';

/** Errors that say that the daemon is the trouble. */
const ENGINE_CODES =
  /^OLLAMA_(UNREACHABLE|CONNECTION_LOST|NOT_OLLAMA|INCOMPLETE|TIMEOUT|UNAUTHORIZED)$/;
const MODEL_CODES = /^MODEL_|^CONTEXT_OVERFLOW$/;

/** Why a node failed: the cause in words, the code, one button that mends it and one other way. */
export function NodeError({ node, error }: { node: WorkflowNode; error: ErrorShape }) {
  const { screen } = useWorkspace();
  const tab = useTab();
  const pull = error.action?.kind === 'pull-model' ? error.action.subject : undefined;
  const asksStarter = error.action?.kind === 'install-starter';
  const asksEngine = ENGINE_CODES.test(error.code);
  const asksModel = MODEL_CODES.test(error.code);
  return (
    <div className="node-error nodrag nopan" role="alert">
      <span className="words">{error.message}</span>
      <span className="hint">{error.hint}</span>
      <span className="mono code">{error.code}</span>
      <span className="buttons">
        {asksModel && (
          <button
            type="button"
            className={asksStarter ? 'button' : 'button main'}
            onClick={() => openModel(node.id)}
          >
            Choose another model
          </button>
        )}
        {asksStarter && (
          <button
            type="button"
            className="button main"
            onClick={() => screen.setState({ firstRun: 'open' })}
          >
            Get the starter engine
          </button>
        )}
        {asksEngine && (
          <button
            type="button"
            className={asksStarter ? 'button' : 'button main'}
            onClick={() => screen.setState({ overlay: 'engine' })}
          >
            What is wrong with Ollama
          </button>
        )}
        {pull !== undefined && isModelName(pull) && <PullOffer model={pull} />}
        <button
          type="button"
          className={asksModel || asksEngine || asksStarter ? 'button' : 'button main'}
          onClick={() => void startRun(tab, screen)}
        >
          Run again
        </button>
        <CopyButton
          text={`${error.code}: ${error.message}\n${error.hint}`}
          label="Copy the error"
          isQuiet
        />
      </span>
    </div>
  );
}

function openModel(nodeId: string): void {
  const field = document.querySelector<HTMLButtonElement>(
    `[id="mat-${CSS.escape(nodeId)}-model"], [id="outline-${CSS.escape(nodeId)}-model"]`,
  );
  field?.click();
}

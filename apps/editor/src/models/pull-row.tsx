import type { PullReport } from '@nodetool-ai/graph';
import { useWorkspace } from '../workspace.ts';
import { describePull, shareOf } from './describe-pull.ts';
import { cancelPull, startPull } from './pull-actions.ts';

/** A model that is being pulled, with its bar and a way to stop; or why it did not come. */
export function PullRow({ pull }: { pull: PullReport }) {
  const page = useWorkspace();
  const share = shareOf(pull);
  const isRunning = pull.state === 'running';
  return (
    <div className="pull-row" data-state={pull.state}>
      <span className="mono cut" title={pull.model}>
        {pull.model}
      </span>
      <span className="words" role={pull.state === 'failed' ? 'alert' : undefined}>
        {describePull(pull)}
      </span>
      {isRunning && (
        <progress
          aria-label={`Pulling ${pull.model}`}
          {...(share === undefined ? {} : { value: share, max: 1 })}
        />
      )}
      {isRunning && (
        <button type="button" className="button" onClick={() => void cancelPull(page, pull.model)}>
          Stop
        </button>
      )}
      {(pull.state === 'failed' || pull.state === 'cancelled') && (
        <button type="button" className="button" onClick={() => void startPull(page, pull.model)}>
          {pull.state === 'failed' ? 'Try again' : 'Go on'}
        </button>
      )}
    </div>
  );
}

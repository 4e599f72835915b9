import { useStore } from 'zustand';
import { abilitiesOf } from '../models/fit-models.ts';
import { FirstModels } from '../models/first-models-list.tsx';
import { PullRow } from '../models/pull-row.tsx';
import { formatBytes } from '../run/describe-run.ts';
import { useWorkspace } from '../workspace.ts';

/** The installed models and what each can do, as the daemon says. */
export function ModelsPanel() {
  const { engine } = useWorkspace();
  const report = useStore(engine, (state) => state.report);
  const models = report?.models;
  const pulls = (report?.pulls ?? []).filter((pull) => pull.state !== 'done');
  if (models === undefined)
    return (
      <p className="panel-note">
        {report?.cause ?? 'Asking Ollama for its models…'} {report?.remedy}
      </p>
    );
  if (models.length === 0)
    return (
      <div className="panel-note">
        {report?.kind === 'starter'
          ? 'The starter engine answers, but no model is installed.'
          : 'Ollama answers, but no model is installed.'}
        {report?.kind === 'starter' ? null : <FirstModels isMain />}
      </div>
    );
  return (
    <ul className="panel-body model-list">
      {pulls.map((pull) => (
        <li key={`pull ${pull.model}`}>
          <PullRow pull={pull} />
        </li>
      ))}
      {models.map((model) => (
        <li key={model.id}>
          <span className="mono cut" title={model.id}>
            {model.loaded === 'yes' && <i className="lamp" data-state="ready" />} {model.id}
          </span>
          <span className="tags">
            {abilitiesOf(model).map((word) => (
              <span className="tag" key={word}>
                {word}
              </span>
            ))}
          </span>
          <span className="mono quiet">
            {model.sizeBytes === undefined ? 'size unknown' : formatBytes(model.sizeBytes)}
            {model.loaded === 'yes' ? ', loaded now' : ''}
          </span>
        </li>
      ))}
    </ul>
  );
}

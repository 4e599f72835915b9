import { IconCheck, IconX } from '@tabler/icons-react';
import { formatBytes } from '../run/describe-run.ts';
import { abilitiesOf } from './fit-models.ts';
import type { ModelRow } from './fit-models.ts';

/** One model of the picker. */
export interface ModelRowProps {
  readonly id: string;
  readonly row: ModelRow;
  readonly isChosen: boolean;
  readonly isCurrent: boolean;
  /** Absent for a model that does not fit. */
  readonly onChoose?: () => void;
}

/** A model with what it can do, its figures and, where there is one, a sentence. `unknown` is said as such. */
export function ModelRowView({ id, row, isChosen, isCurrent, onChoose }: ModelRowProps) {
  const { facts, fits, note } = row;
  const figure = (value: number | undefined) => value?.toLocaleString('en') ?? 'unknown';
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are taken by the field above, which keeps the focus
    <div
      id={id}
      className="model-row"
      role="option"
      aria-selected={isCurrent}
      aria-disabled={!fits}
      tabIndex={-1}
      data-current={isCurrent || undefined}
      data-unfit={!fits || undefined}
      onClick={onChoose}
    >
      <span className="sign">
        {isChosen && <IconCheck size={16} stroke={1.5} aria-label="chosen" />}
        {!fits && <IconX size={14} stroke={1.5} aria-hidden="true" />}
      </span>
      <span className="cut mono name">
        {facts.id}{' '}
        <span className="quiet">
          {[facts.parameterSize, facts.quantization].filter(Boolean).join(' ')}
        </span>
      </span>
      <span className="tags">
        {abilitiesOf(facts).map((word) => (
          <span className="tag" key={word}>
            {word}
          </span>
        ))}
      </span>
      <span className="mono right" data-label="vector">
        {facts.embedding === 'yes' ? figure(facts.dimensions) : ''}
      </span>
      <span className="mono right" data-label="context">
        {figure(facts.contextLength)}
      </span>
      <span className="mono right" data-label="size">
        {facts.sizeBytes === undefined ? 'unknown' : formatBytes(facts.sizeBytes)}
      </span>
      <span className="memory">
        {facts.loaded === 'yes' && <i className="lamp" data-state="ready" />}
        {memoryWords(row)}
      </span>
      {note !== undefined && <span className="note">{note}</span>}
    </div>
  );
}

function memoryWords({ facts, fits }: ModelRow): string {
  if (facts.remote === true) return 'In the cloud';
  if (facts.loaded === 'yes') return 'Loaded now';
  if (!fits) return '';
  if (facts.fitsInMemory === 'yes') return 'Fits';
  return facts.fitsInMemory === 'no' ? 'Too big' : 'unknown';
}

import type { ModelCapability } from '@nodetool-ai/graph';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { isModelNamed } from '../engine/engine-store.ts';
import { formatBytes } from '../run/describe-run.ts';
import { useReturnFocus } from '../keyboard/use-return-focus.ts';
import { useWorkspace } from '../workspace.ts';
import { useListKeys } from '../keyboard/use-list-keys.ts';
import { fitModels } from './fit-models.ts';
import type { ModelRow } from './fit-models.ts';
import { ModelRowView } from './model-row.tsx';
import { placeBeside } from './place-beside.ts';
import { starterLacks } from '../starter/starter-words.ts';
import { StarterOffer } from './starter-offer.tsx';
import { PullOffer } from './pull-offer.tsx';
import { PullRow } from './pull-row.tsx';

/** What the picker is opened for. */
export interface ModelPickerProps {
  readonly anchor: HTMLElement | null;
  readonly capability: ModelCapability;
  readonly nodeTitle: string;
  readonly chosen: string | undefined;
  readonly onChoose: (provider: string, model: string) => void;
  readonly onClose: () => void;
}

/** How often it looks for models that were pulled meanwhile. */
const LOOK_MS = 1500;

/** The models that are installed: what fits first, the rest with the reason. */
export function ModelPicker(props: ModelPickerProps) {
  const { anchor, capability, nodeTitle, chosen, onChoose, onClose } = props;
  const { engine, screen } = useWorkspace();
  useReturnFocus();
  const report = useStore(engine, (state) => state.report);
  const [search, setSearch] = useState('');
  const listId = useId();
  const panel = useRef<HTMLDivElement>(null);

  useEffect(() => {
    void engine.refresh();
    const timer = setInterval(() => void engine.refresh(), LOOK_MS);
    return () => clearInterval(timer);
  }, [engine]);

  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return fitModels(report?.models ?? [], capability, nodeTitle).filter(({ facts }) =>
      facts.id.toLowerCase().includes(wanted),
    );
  }, [report?.models, capability, nodeTitle, search]);
  const fitting = rows.filter((row) => row.fits);
  const others = rows.filter((row) => !row.fits);
  const { active, onKeyDown, restart } = useListKeys({
    items: fitting,
    onChoose: (row) => choose(row),
    onClose,
  });

  function choose(row: ModelRow): void {
    onChoose(row.facts.provider, row.facts.id);
    onClose();
  }

  const wanted = search.trim();
  const isUnknownName =
    wanted !== '' && !(report?.models ?? []).some((model) => isModelNamed(model, wanted));
  const pulls = report?.pulls ?? [];
  const isStarter = report?.kind === 'starter';
  const lack = starterLacks(report, capability);
  const openFirstRun = () => {
    onClose();
    screen.setState({ firstRun: 'open' });
  };
  const sizes = (report?.models ?? []).map((model) => model.sizeBytes ?? 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);

  return createPortal(
    <>
      <div className="float-backdrop" onPointerDown={onClose} />
      <div
        ref={panel}
        className="float model-picker"
        role="dialog"
        aria-label={`Model for ${nodeTitle}`}
        style={placeBeside(anchor, { width: 804, height: 520 })}
        onKeyDown={onKeyDown}
      >
        <div className="picker-search">
          <IconSearch size={14} stroke={1.5} aria-hidden="true" />
          <input
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to type or choose here
            autoFocus
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={
              active === undefined ? undefined : `${listId}-${active.facts.id}`
            }
            aria-label="Find a model"
            placeholder={isStarter ? 'Model' : 'Model, or a name to pull'}
            value={search}
            onChange={({ target }) => {
              setSearch(target.value);
              restart();
            }}
          />
        </div>
        {lack !== undefined && (
          <div className="picker-lack">
            <p>{lack}</p>
            <button type="button" className="button" onClick={openFirstRun}>
              How to install Ollama
            </button>
          </div>
        )}
        <div className="picker-head" aria-hidden="true">
          <span />
          <span>Model</span>
          <span>Can do</span>
          <span className="right">Vector</span>
          <span className="right">Context</span>
          <span className="right">Size</span>
          <span>Memory</span>
        </div>
        <div className="picker-list" id={listId} role="listbox" aria-label="Models">
          {fitting.map((row) => (
            <ModelRowView
              key={row.facts.id}
              id={`${listId}-${row.facts.id}`}
              row={row}
              isChosen={chosen !== undefined && isModelNamed(row.facts, chosen)}
              isCurrent={row === active}
              onChoose={() => choose(row)}
            />
          ))}
          {fitting.length === 0 && lack === undefined && (
            <p className="picker-empty">
              {report?.models === undefined
                ? `${report?.cause ?? 'The list of models is not there yet.'} ${report?.remedy ?? ''}`
                : `No installed model fits ${nodeTitle}${wanted === '' ? '' : ' and this name'}.`}
            </p>
          )}
          {others.length > 0 && <div className="section-title">Does not fit</div>}
          {others.map((row) => (
            <ModelRowView
              key={row.facts.id}
              id={`${listId}-${row.facts.id}`}
              row={row}
              isChosen={false}
              isCurrent={false}
            />
          ))}
        </div>
        {isUnknownName && lack === undefined && (
          <div className="picker-pull">
            Not installed.{' '}
            {isStarter ? (
              <StarterOffer model={wanted} onOllama={openFirstRun} />
            ) : (
              <PullOffer model={wanted} />
            )}
          </div>
        )}
        {pulls
          .filter((pull) => pull.state !== 'done' && !isNamed(pull.model, wanted))
          .map((pull) => (
            <div className="picker-pull" key={pull.model}>
              <PullRow pull={pull} />
            </div>
          ))}
        <div className="picker-foot">
          <span>↑↓ move</span>
          <span>Enter choose</span>
          <span>Esc close</span>
          <span className="push">
            {sizes.length} models, {formatBytes(total)} on disk
          </span>
        </div>
      </div>
    </>,
    document.body,
  );
}

/** `llama3.2` means `llama3.2:latest`. */
const isNamed = (model: string, name: string) => model === name || model === `${name}:latest`;

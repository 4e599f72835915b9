import { IconExclamationCircle, IconX } from '@tabler/icons-react';
import { useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { renameWorkflow } from '../document/edits.ts';
import type { OpenTab } from '../tabs/open-tab.ts';
import { useWorkspace } from '../workspace.ts';

const SAVE_WORDS = {
  saved: 'Stored',
  unsaved: 'Not stored yet',
  saving: 'Storing',
  conflict: 'Changed elsewhere',
  failed: 'Could not be stored; kept in this browser',
};

/** The tab of a workflow: a dot while it is not stored, a sign when its run failed. Double-click renames. */
export function TabButton({ tab, isActive }: { tab: OpenTab; isActive: boolean }) {
  const { tabs } = useWorkspace();
  const name = useStore(tab.document, (state) => state.history.present.name ?? 'Untitled');
  const save = useStore(tab.document, (state) => state.saveState.kind);
  const runState = useSyncExternalStore(tab.run.subscribeOverview, () => tab.run.overview()?.state);
  const [isRenaming, setRenaming] = useState(false);

  const rename = (typed: string) => {
    setRenaming(false);
    if (typed.trim() !== '' && typed !== name)
      tab.document.edit('Rename workflow', renameWorkflow(typed.trim()));
  };

  return (
    <div
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }}
      className="tab"
      data-active={isActive || undefined}
    >
      {isRenaming ? (
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- renaming was asked for
          autoFocus
          className="rename"
          aria-label="Name of the workflow"
          defaultValue={name}
          onFocus={({ target }) => target.select()}
          onBlur={({ target }) => rename(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
            if (event.key === 'Escape') setRenaming(false);
          }}
        />
      ) : (
        <button
          type="button"
          className="tab-name"
          aria-current={isActive ? 'page' : undefined}
          title={`${name}. ${SAVE_WORDS[save]}.`}
          onClick={() => tabs.show(tab.id)}
          onDoubleClick={() => setRenaming(true)}
          onKeyDown={(event) => {
            if (event.key === 'F2') setRenaming(true);
            const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
            if (step === undefined) return;
            const all = tabs.getState().tabs;
            const next = all[(all.indexOf(tab) + step + all.length) % all.length];
            if (next !== undefined) tabs.show(next.id);
            requestAnimationFrame(() =>
              document.querySelector<HTMLElement>('.tab-name[aria-current]')?.focus(),
            );
          }}
        >
          {runState === 'failed' && (
            <IconExclamationCircle className="failed" size={14} stroke={1.5} aria-label="failed" />
          )}
          <span className="cut">{name}</span>
          {save !== 'saved' && (
            <i className="dot" data-save={save} role="img" aria-label={SAVE_WORDS[save]} />
          )}
        </button>
      )}
      {isActive && (
        <button
          type="button"
          className="tab-close"
          aria-label={`Close ${name}`}
          onClick={() => tabs.close(tab.id)}
        >
          <IconX size={14} stroke={1.5} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

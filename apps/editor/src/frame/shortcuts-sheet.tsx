import { useEffect, useRef, useState } from 'react';
import { useReturnFocus } from '../keyboard/use-return-focus.ts';
import { useWorkspace } from '../workspace.ts';
import { SHORTCUTS } from '../keyboard/key-table.ts';

/** All shortcuts on one page, by task, with a search. */
export function ShortcutsSheet() {
  const { screen } = useWorkspace();
  const onClose = () => screen.setState({ overlay: undefined });
  useReturnFocus();
  const [search, setSearch] = useState('');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  const wanted = search.trim().toLowerCase();
  const shown = SHORTCUTS.filter(({ words, keys }) =>
    `${words} ${keys}`.toLowerCase().includes(wanted),
  );
  const tasks = [...new Set(shown.map(({ task }) => task))];
  return (
    <div className="scrim">
      <div className="float-backdrop" onPointerDown={onClose} />
      <div
        ref={box}
        className="float shortcuts-sheet"
        role="dialog"
        aria-label="Shortcuts"
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      >
        <header>
          <h2>Shortcuts</h2>
          <input
            className="field"
            aria-label="Find a shortcut"
            placeholder="Find a shortcut"
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
          <button type="button" className="button" onClick={onClose}>
            Close <kbd>Esc</kbd>
          </button>
        </header>
        <div className="shortcut-columns">
          {tasks.map((task) => (
            <section key={task}>
              <h3>{task}</h3>
              <dl>
                {shown
                  .filter((shortcut) => shortcut.task === task)
                  .map(({ words, keys }) => (
                    <div key={words}>
                      <dt>{words}</dt>
                      <dd>
                        <kbd>{keys}</kbd>
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </div>
  );
}

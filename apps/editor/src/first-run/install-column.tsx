import { IconDeviceDesktop } from '@tabler/icons-react';
import { useState } from 'react';
import { CopyButton } from '../frame/copy-button.tsx';
import { OLLAMA_ADDS } from '../starter/starter-words.ts';
import { INSTALL_COMMANDS, PULL_COMMAND, systemOf } from './install-commands.ts';
import { StateLine } from './state-line.tsx';

/** The column that says how to get a real Ollama: one line for this system, one for a model. */
export function InstallColumn({ isRaised }: { isRaised: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const here = systemOf(navigator.userAgent);
  const others = INSTALL_COMMANDS.filter(({ system }) => system !== here);
  const command = INSTALL_COMMANDS.find(({ system }) => system === here);
  return (
    <>
      <h2>Install Ollama</h2>
      <StateLine tone="waiting">Found by itself as soon as it runs</StateLine>
      <p>
        The full way: {OLLAMA_ADDS}. In a terminal on {command?.title}:
      </p>
      <Command text={command?.line ?? ''} isMain={isRaised} />
      <Command text={PULL_COMMAND} />
      {isOpen &&
        others.map(({ system, title, line }) => (
          <div className="other-system" key={system}>
            <p className="quiet small">{title}</p>
            <Command text={line} />
          </div>
        ))}
      <p className="actions">
        <button
          type="button"
          className="button big"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <IconDeviceDesktop size={16} stroke={1.5} aria-hidden="true" />
          {others.map(({ title }) => title).join(' and ')}
        </button>
      </p>
    </>
  );
}

function Command({ text, isMain = false }: { text: string; isMain?: boolean }) {
  return (
    <p className="command">
      <code>{text}</code>
      <CopyButton text={text} label={`Copy ${text}`} isQuiet isMain={isMain} />
    </p>
  );
}

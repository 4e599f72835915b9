import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';

/** Puts a text on the clipboard and says so. */
export function CopyButton({
  text,
  label,
  isQuiet = false,
  isMain = false,
}: {
  text: string;
  label: string;
  isQuiet?: boolean;
  /** The one main action in view. */
  isMain?: boolean;
}) {
  const [isDone, setDone] = useState(false);
  const Sign = isDone ? IconCheck : IconCopy;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
    } catch {
      setDone(false);
    }
  };
  return (
    <button
      type="button"
      className={isMain ? 'button main' : isQuiet ? 'button quiet' : 'button'}
      aria-label={isDone ? 'Copied' : label}
      title={label}
      onClick={() => void copy()}
    >
      <Sign size={14} stroke={1.5} aria-hidden="true" />
      {!isQuiet && <span>{isDone ? 'Copied' : label}</span>}
    </button>
  );
}

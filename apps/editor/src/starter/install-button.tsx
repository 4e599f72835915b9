import type { StarterReport } from '@nodetool-ai/graph';
import { IconDownload } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { formatBytes } from '../run/describe-run.ts';
import { useWorkspace } from '../workspace.ts';
import { planInstall } from './plan-install.ts';
import { startInstall } from './starter-actions.ts';

/** What the button begins, and how it looks. */
export interface InstallButtonProps {
  readonly starter: StarterReport;
  /** Ids of the parts that are meant; default: all that are missing. */
  readonly only?: readonly string[];
  /** The word before the size. Default: `Install`. */
  readonly verb?: string;
  readonly isMain?: boolean;
  readonly onPress?: () => void;
  /** What is ordered in place of an installation. */
  readonly order?: () => Promise<void>;
}

/** Begins the installation; its size stands on it. Where the disk is too full it is disabled and says so. */
export function InstallButton(props: InstallButtonProps) {
  const { starter, only, verb = 'Install', isMain = false, onPress, order } = props;
  const page = useWorkspace();
  const reasonId = useId();
  // The first word of the server may take a while; a second press says nothing new.
  const [isOrdered, setOrdered] = useState(false);
  const press = async () => {
    if (isOrdered) return;
    setOrdered(true);
    onPress?.();
    await (order === undefined ? startInstall(page, wanted) : order());
    setOrdered(false);
  };
  const { parts, downloadBytes, lackingBytes } = planInstall(starter, only);
  // The figures of the progress are then those on the button; where nothing is missing, all is checked.
  const isRest = parts.length > 0 && parts.length < starter.parts.length;
  const wanted = isRest ? parts.map(({ id }) => id) : only;
  const label = downloadBytes === 0 ? verb : `${verb}, ${formatBytes(downloadBytes)}`;
  return (
    <>
      <button
        type="button"
        className={isMain ? 'button main big' : 'button big'}
        disabled={lackingBytes > 0}
        aria-describedby={reasonId}
        aria-disabled={isOrdered}
        onClick={() => void press()}
      >
        <IconDownload size={16} stroke={1.5} aria-hidden="true" />
        {isOrdered ? 'Beginning…' : label}
      </button>
      <span id={reasonId} className={lackingBytes > 0 ? 'problem' : 'quiet small'}>
        {lackingBytes > 0 ? `This disk lacks ${formatBytes(lackingBytes)}.` : 'can be cancelled'}
      </span>
    </>
  );
}

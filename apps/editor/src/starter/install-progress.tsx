import type { StarterInstallReport } from '@nodetool-ai/graph';
import { useId } from 'react';
import { installFigures, installPhase, installShare } from './describe-install.ts';

/** How far an installation is: a bar, what is being done with which part, and the figures that are known. */
export function InstallProgress({
  install,
  label = 'Installing the starter engine',
}: {
  readonly install: StarterInstallReport;
  /** Names the bar. */
  readonly label?: string;
}) {
  const id = useId();
  const share = installShare(install);
  const figures = installFigures(install);
  return (
    <div className="install-progress">
      <progress
        aria-label={label}
        aria-describedby={id}
        {...(share === undefined ? {} : { value: share, max: 1 })}
      />
      <p id={id}>
        <span>{installPhase(install)}</span>
        {figures !== '' && <span className="mono quiet">{figures}</span>}
      </p>
    </div>
  );
}

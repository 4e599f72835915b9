import type { StarterReport } from '@nodetool-ai/graph';
import { formatBytes } from '../run/describe-run.ts';
import { planInstall } from './plan-install.ts';

/** What the starter engine is made of: each part with its licence and size, the disk, and where it comes from. */
export function PartRows({ starter }: { starter: StarterReport }) {
  const plan = planInstall(starter);
  return (
    <>
      <dl className="part-rows">
        {starter.parts.map(({ id, title, does, licence, downloadBytes, isInstalled }) => (
          <div key={id}>
            <dt>
              {[title, does].filter((word) => word !== '').join(', ')}
              {licence !== '' && (
                <>
                  , <span className="licence">{licence}</span>
                </>
              )}
            </dt>
            <dd className="mono">{isInstalled ? 'installed' : formatBytes(downloadBytes)}</dd>
          </div>
        ))}
        <div>
          <dt>
            {plan.parts.length === 0
              ? 'Free on this disk'
              : `Takes ${formatBytes(plan.diskBytes)}; free on this disk`}
          </dt>
          <dd className="mono">
            {starter.freeBytes === undefined ? 'unknown' : formatBytes(starter.freeBytes)}
          </dd>
        </div>
      </dl>
      {plan.parts.length > 0 && (
        <details className="part-sources">
          <summary>Where they come from</summary>
          <ul>
            {plan.parts.map(({ id, title, source }) => (
              <li key={id}>
                {title}: {source}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

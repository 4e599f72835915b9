import type { EngineReport } from '@nodetool-ai/graph';
import { planInstall } from './plan-install.ts';

/**
 * How the starter engine stands, in the eyes of who may install it. `missing`: there is none here at all; `ready`: it
 * answers; `installed`: it is there and does not answer; `no-room`: the disk is too full for it; `set-aside`: the person
 * named an address of Ollama, so that it would not be used.
 */
export type StarterState =
  | 'missing'
  | 'unsupported'
  | 'running'
  | 'ready'
  | 'failed'
  | 'cancelled'
  | 'installed'
  | 'set-aside'
  | 'no-room'
  | 'installable';

/** Gives the state by the report of the engine. What happens now counts more than what happened before. */
export function starterState(report: EngineReport): StarterState {
  const { starter } = report;
  if (starter === undefined) return 'missing';
  const last = starter.install?.state;
  if (last === 'running') return 'running';
  if (report.kind === 'starter' && report.state === 'ready') return 'ready';
  if (!starter.isSupported) return 'unsupported';
  if (last === 'failed') return 'failed';
  if (last === 'cancelled' && !starter.isInstalled) return 'cancelled';
  if (starter.isInstalled) return 'installed';
  if (isAddressSet(report)) return 'set-aside';
  return planInstall(starter).lackingBytes > 0 ? 'no-room' : 'installable';
}

/** Where the address comes from when nobody named one. */
const NOT_SET: ReadonlySet<string> = new Set(['default', 'starter engine']);

/** Whether somebody named the address that is asked: then it alone counts, and no starter takes its place. */
export function isAddressSet({ source }: EngineReport): boolean {
  return source !== undefined && !NOT_SET.has(source);
}

/** Whether an Ollama answers, and not the starter in its place. */
export function isOllamaThere(report: EngineReport): boolean {
  return report.state === 'ready' && report.kind !== 'starter';
}

/** A model in the memory of the scripted daemon. */
export interface LoadedScriptedModel {
  readonly contextLength: number;
  /** As the last request that said one asked for; the others leave it as it is. */
  readonly keepAlive: unknown;
  readonly expiresAt: Date;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
/** What a real daemon says of a model that stays for ever. */
const FOREVER = new Date('2319-03-03T11:06:43Z');

/** When a model leaves the memory that is kept for that time from now; undefined = at once. */
export function expiryOf(keepAlive: unknown): Date | undefined {
  const [, figure = '', unit = 's'] = /^([-+]?[\d.]+)([smh]?)$/.exec(String(keepAlive)) ?? [];
  const seconds = Number(figure) * (UNIT_SECONDS[unit] ?? 1);
  if (seconds === 0) return undefined;
  return seconds < 0 ? FOREVER : new Date(Date.now() + seconds * 1000);
}

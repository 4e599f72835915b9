import { usageError } from './usage-error.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `30s`, `500ms`, `2m`, `1h` or a bare number of seconds. Throws USAGE. */
export function parseDurationMs(value: string, option = 'timeout'): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value.trim());
  const milliseconds = Number(match?.[1]) * (UNITS[match?.[2] ?? 's'] ?? 0);
  if (!Number.isFinite(milliseconds) || milliseconds <= 0 || milliseconds > 2_147_483_647) {
    throw usageError(`--${option}: ${value} is not a time such as 30s, 2m or 1h.`);
  }
  return milliseconds;
}

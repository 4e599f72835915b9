import { ApiRefusal } from './api-refusal.ts';

/** How long a model stays in memory after a request that does not say, in milliseconds. Ollama's own number. */
export const DEFAULT_KEEP_ALIVE_MS = 5 * 60_000;

/** The longest duration of Go, 2^63 nanoseconds: about 292 years. */
const LONGEST_MS = 2 ** 63 / 1e6;

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Reads `keep_alive`: seconds as a number, or a text such as `10m`, `1h1m1.5s`, `0`. Gives milliseconds; Infinity for
 * what is negative or longer than 292 years; undefined when it is absent. Throws ApiRefusal 400 in the words of Go's decoder.
 */
export function parseKeepAlive(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return bounded(value < 0 ? Infinity : value * 1000);
  if (typeof value === 'string') return bounded(parseDuration(value));
  const kind = Array.isArray(value)
    ? '[]interface {}'
    : typeof value === 'boolean'
      ? 'bool'
      : 'map[string]interface {}';
  throw new ApiRefusal(400, `Unsupported type: '${kind}'`);
}

/** Who asks for longer than can be told as a date means for ever. */
function bounded(keepAliveMs: number): number {
  return keepAliveMs < LONGEST_MS ? keepAliveMs : Infinity;
}

function parseDuration(text: string): number {
  const fail = (problem: string) =>
    new ApiRefusal(400, `time: ${problem} duration ${JSON.stringify(text)}`);
  const isNegative = text.startsWith('-');
  let rest = text.replace(/^[-+]/, '');
  if (rest === '0') return 0;
  if (rest === '') throw fail('invalid');
  let sumMs = 0;
  while (rest !== '') {
    const [part, amount = '', unit = ''] = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest) ?? [];
    if (part === undefined) throw fail('invalid');
    if (unit === '') throw fail('missing unit in');
    const unitMs = Object.hasOwn(UNIT_MS, unit) ? UNIT_MS[unit] : undefined;
    if (unitMs === undefined) throw fail(`unknown unit ${JSON.stringify(unit)} in`);
    sumMs += Number(amount) * unitMs;
    rest = rest.slice(part.length);
  }
  return isNegative && sumMs > 0 ? Infinity : sumMs;
}

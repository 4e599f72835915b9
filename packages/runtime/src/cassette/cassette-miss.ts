import { NodetoolError } from '@nodetool-ai/graph';
import type { Interaction } from './interaction.ts';
import type { PlainRequest } from './plain-request.ts';
import type { PlainValue } from './plain-value.ts';
import { requestDifferences } from './request-differences.ts';
import type { RequestDifference } from './request-differences.ts';

/** Differences that are named; the rest are counted. */
const MOST_NAMED = 3;
/** Characters of a value that are shown. */
const MOST_SHOWN = 60;
/** Characters before the first difference of two texts that are shown. */
const LEAD = 12;

/**
 * The error for a request that the tape has no (further) recording of: CASSETTE_MISS, which names the fields that
 * differ from the nearest recorded request of that method. `details.differences` holds all of them.
 */
export function cassetteMiss(
  method: string,
  request: PlainRequest,
  interactions: readonly Interaction[],
): NodetoolError {
  const ofMethod = interactions.filter((interaction) => interaction.method === method);
  const differences = ofMethod
    .map((interaction) => requestDifferences(interaction.request, request))
    .reduce<readonly RequestDifference[] | undefined>(
      (nearest, other) =>
        nearest === undefined || other.length < nearest.length ? other : nearest,
      undefined,
    );
  if (differences === undefined) return miss(method, `The cassette holds no ${method} at all.`);
  if (differences.length === 0) {
    const same = ofMethod.filter((one) => requestDifferences(one.request, request).length === 0);
    const times = same.length === 1 ? 'once' : `${same.length} times`;
    return miss(
      method,
      `The cassette holds this ${method} ${times}, and every recording was given already.`,
      'Record it once more, or let the last one repeat (`repeat: true`).',
    );
  }
  const named = differences.slice(0, MOST_NAMED).map(inWords);
  const more = differences.length - named.length;
  const list = more === 0 ? named.join('; ') : `${named.join('; ')}; and ${more} more`;
  const error = miss(
    method,
    `The cassette does not hold this ${method}. The nearest that it holds differs in ${list}.`,
  );
  return new NodetoolError(error.code, error.message, {
    details: { method, differences },
  });
}

/** The error for a recording whose end is not known, because whoever recorded it left or cancelled. */
export function leftMiss(method: string, items: number): NodetoolError {
  return miss(
    method,
    `The recording of this ${method} ends after ${items} items: whoever recorded it left it there.`,
    'Record it anew and read it to its end.',
  );
}

function miss(method: string, message: string, hint?: string): NodetoolError {
  return new NodetoolError('CASSETTE_MISS', message, {
    ...(hint === undefined ? {} : { hint }),
    details: { method },
  });
}

function inWords({ field, recorded, asked }: RequestDifference): string {
  const start = firstDifference(recorded, asked);
  return `${field} (recorded ${show(recorded, start)}, asked ${show(asked, start)})`;
}

/** Where two long texts begin to differ, a few characters earlier. */
function firstDifference(recorded: PlainValue | undefined, asked: PlainValue | undefined): number {
  if (typeof recorded !== 'string' || typeof asked !== 'string') return 0;
  let index = 0;
  while (index < recorded.length && recorded[index] === asked[index]) index += 1;
  return Math.max(index - LEAD, 0);
}

function show(value: PlainValue | undefined, start: number): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value.slice(start) : JSON.stringify(value);
  const cut = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  return typeof value === 'string' ? JSON.stringify(start > 0 ? `…${cut}` : cut) : cut;
}

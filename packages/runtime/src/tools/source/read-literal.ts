import { waitForUnit } from './reading.ts';
import type { Reading } from './reading.ts';
import { END } from './text-source.ts';
import type { TextSource } from './text-source.ts';

/** Goes over the literal when it stands here; else the position stays. */
export function* readLiteral(source: TextSource, literal: string): Reading<boolean> {
  for (let index = 0; index < literal.length; index += 1) {
    const unit = source.peek(index) ?? (yield* waitForUnit(source, index));
    if (unit !== literal.charCodeAt(index)) return false;
  }
  source.position += literal.length;
  return true;
}

/** Goes over the first of the literals that stands here; else the position stays. */
export function* readOneOf(source: TextSource, literals: readonly string[]): Reading<boolean> {
  for (const literal of literals) {
    if (yield* readLiteral(source, literal)) return true;
  }
  return false;
}

/** Goes over the closing literal when it stands here, or as much of it as a text that was cut off has. */
export function* readClosing(source: TextSource, literal: string): Reading<boolean> {
  for (let index = 0; index < literal.length; index += 1) {
    const unit = source.peek(index) ?? (yield* waitForUnit(source, index));
    if (unit === END) {
      source.position += index;
      return true;
    }
    if (unit !== literal.charCodeAt(index)) return false;
  }
  source.position += literal.length;
  return true;
}

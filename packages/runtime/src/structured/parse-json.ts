import { isDeeperThan } from '../json-schema/is-deeper-than.ts';

/** Nobody asks for more; a model that repeats an opening bracket writes more. */
const MOST_LEVELS = 500;

/**
 * Gives the value that the text is in JSON, or undefined when it is none, or one with more than 500 levels, which
 * could not be walked through.
 */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeperThan(MOST_LEVELS, value) ? undefined : { value };
  } catch {
    return undefined;
  }
}

import { isRecord } from '@nodetool-ai/graph';
import type { PlainValue } from './plain-value.ts';

/** A field in which two requests differ. An absent value means that it was not set. */
export interface RequestDifference {
  /** For example `messages[0].content`. */
  readonly field: string;
  readonly recorded?: PlainValue;
  readonly asked?: PlainValue;
}

/** Gives the fields in which two values differ, in the order of their names; empty when they are equal. */
export function requestDifferences(
  recorded: PlainValue | undefined,
  asked: PlainValue | undefined,
  field = '',
): readonly RequestDifference[] {
  if (Array.isArray(recorded) && Array.isArray(asked)) {
    const count = Math.max(recorded.length, asked.length);
    return Array.from({ length: count }, (_, index) => index).flatMap((index) =>
      requestDifferences(recorded[index], asked[index], `${field}[${index}]`),
    );
  }
  if (isRecord(recorded) && isRecord(asked)) {
    const names = [...new Set([...Object.keys(recorded), ...Object.keys(asked)])].toSorted();
    return names.flatMap((name) =>
      requestDifferences(recorded[name], asked[name], field === '' ? name : `${field}.${name}`),
    );
  }
  if (JSON.stringify(recorded) === JSON.stringify(asked)) return [];
  return [
    {
      field,
      ...(recorded === undefined ? {} : { recorded }),
      ...(asked === undefined ? {} : { asked }),
    },
  ];
}

import type { z } from 'zod';
import type { BaseProvider } from '../providers/base-provider.ts';
import type { CallUsage, Chunk, GenerateRequest } from '../providers/provider-requests.ts';

/** The part of a provider that answers objects. */
export type ObjectSource = Pick<BaseProvider, 'generateMessage' | 'generateMessages'>;

/** What is asked for: a request without tools, and the schema of the answer. */
export interface ObjectRequest extends Omit<GenerateRequest, 'format' | 'tools' | 'toolChoice'> {
  /**
   * A JSON Schema, or a schema of zod 4, which is sent as JSON Schema and whose refinements are checked too. The same
   * object for the same schema saves time. Defaults and transformations are not applied to the value.
   */
  readonly schema: Readonly<Record<string, unknown>> | z.ZodType;
  /** Gets every piece of the answers as it comes; `question` is 2 for the answer to the second question. */
  readonly onChunk?: (chunk: Chunk, question: 1 | 2) => void;
}

/** A value that follows the schema, and how it came about. */
export interface GeneratedObject {
  /** The value: it follows the schema. */
  readonly value: unknown;
  /**
   * `parsed`: as the model wrote it. `repaired`: taken out of the text around it, or mended where nothing was left to
   * guess. `coerced`: converted without loss, see `changes`. `asked-again`: by any of these, from a second answer.
   */
  readonly step: 'parsed' | 'repaired' | 'coerced' | 'asked-again';
  /** Each conversion in words: `/age: text "30" taken as the number 30`. */
  readonly changes: readonly string[];
  /** The text of the answer that holds the value, as the model wrote it. */
  readonly text: string;
  /** What the model thought before that answer; absent when it did not think. */
  readonly thinking?: string;
  /** Of all answers together; `doneReason` is that of the last. */
  readonly usage: CallUsage;
  /** How many answers were needed. */
  readonly requests: 1 | 2;
  /** `dropped`: the daemon does not take this schema, so that only the prompt and the validation held the model to it. */
  readonly format: 'sent' | 'dropped';
}

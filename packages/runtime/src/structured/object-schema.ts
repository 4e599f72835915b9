import { NodetoolError } from '@nodetool-ai/graph';
import { z } from 'zod';
import { compileSchema } from '../json-schema/compile-schema.ts';
import type { SchemaIssue } from '../json-schema/describe-issue.ts';
import { appendPointer } from '../json-schema/json-pointer.ts';
import { validateJson } from '../json-schema/validate-json.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** A schema that an answer must follow. */
export interface ObjectSchema {
  /** As it is sent to the daemon and told to the model. */
  readonly json: JsonSchema;
  /** Every way in which the value does not follow it. */
  issuesOf(value: unknown): Promise<readonly SchemaIssue[]>;
}

/** A schema of zod is turned into JSON Schema once, so that it is compiled once. */
const converted = new WeakMap<z.ZodType, JsonSchema>();

/** Takes a JSON Schema or a schema of zod 4. Throws REQUEST_INVALID for one that cannot be used, naming the place. */
export function toObjectSchema(schema: JsonSchema | z.ZodType): ObjectSchema {
  if (!isZodSchema(schema)) {
    compileSchema(schema, 'first');
    return { json: schema, issuesOf: async (value) => validateJson(schema, value) };
  }
  const json = converted.get(schema) ?? toJsonSchema(schema);
  converted.set(schema, json);
  return {
    json,
    issuesOf: async (value) => {
      const issues = validateJson(json, value);
      // What JSON Schema cannot say (`refine`) zod still checks. What it makes of the value is not taken.
      return issues.length > 0 ? issues : zodIssues(schema, value);
    },
  };
}

function isZodSchema(schema: JsonSchema | z.ZodType): schema is z.ZodType {
  return '_zod' in schema;
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  try {
    const json = { ...z.toJSONSchema(schema, { io: 'input' }) };
    compileSchema(json, 'first');
    return json;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new NodetoolError('REQUEST_INVALID', `The schema cannot be said in JSON: ${words}`, {
      cause: error,
    });
  }
}

async function zodIssues(schema: z.ZodType, value: unknown): Promise<readonly SchemaIssue[]> {
  const { error } = await schema.safeParseAsync(value);
  return (error?.issues ?? []).map(({ path, message }) => ({
    path: path.reduce<string>((pointer, key) => appendPointer(pointer, String(key)), ''),
    message,
  }));
}

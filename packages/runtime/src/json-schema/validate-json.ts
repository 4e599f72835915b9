import { compileSchema } from './compile-schema.ts';
import { describeIssue } from './describe-issue.ts';
import type { SchemaIssue } from './describe-issue.ts';

/**
 * Gives every way in which the value does not follow the JSON Schema; `[]` = it does. The edition is 2020-12, or
 * draft-07 where `$schema` names that or an older one. `format` is not checked, and no reference to another document
 * is ever loaded. The schema is compiled once for each object, so it must not be changed afterwards. Throws
 * REQUEST_INVALID for a schema that cannot be used, naming the place in it.
 */
export function validateJson(
  schema: Readonly<Record<string, unknown>>,
  value: unknown,
): readonly SchemaIssue[] {
  const validate = compileSchema(schema);
  try {
    return validate(value) ? [] : (validate.errors ?? []).map(describeIssue);
  } catch (error) {
    // Only values nested thousands of levels deep, or within themselves.
    if (error instanceof RangeError) return [{ path: '', message: 'is nested too deeply' }];
    throw error;
  }
}

import { compileSchema } from './compile-schema.ts';
import { describeIssue } from './describe-issue.ts';
import type { SchemaIssue } from './describe-issue.ts';
import { isQuicklyExplained } from './is-quickly-explained.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * Gives every way in which the value does not follow the JSON Schema (of a schema with many branches within branches,
 * and a value to match, only the first ones); `[]` = it does. The edition is 2020-12, or draft-07 where `$schema` names
 * that or an older one. `format` is not checked, and no reference to another document is ever loaded. The schema is
 * compiled once for each object, so it must not be changed afterwards. Throws REQUEST_INVALID for a schema that cannot
 * be used, naming the place in it.
 */
export function validateJson(schema: Schema, value: unknown): readonly SchemaIssue[] {
  const validateFast = compileSchema(schema, 'first');
  try {
    if (validateFast(value)) return [];
    const validate = isQuicklyExplained(schema, value)
      ? compileSchema(schema, 'all')
      : validateFast;
    validate(value);
    return (validate.errors ?? []).map(describeIssue);
  } catch (error) {
    // Only values nested thousands of levels deep, or within themselves.
    if (error instanceof RangeError) return [{ path: '', message: 'is nested too deeply' }];
    throw error;
  }
}

/** Whether the value follows the JSON Schema: the same as `validateJson` without a word about why, and faster. */
export function followsSchema(schema: Schema, value: unknown): boolean {
  const validate = compileSchema(schema, 'first');
  try {
    return validate(value);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

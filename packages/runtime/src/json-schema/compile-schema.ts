import { NodetoolError } from '@nodetool-ai/graph';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { describeIssue } from './describe-issue.ts';
import { newAjv } from './load-ajv.ts';
import type { Dialect } from './load-ajv.ts';

type Schema = Readonly<Record<string, unknown>>;

/** An instance of ajv keeps what it compiled for ever, so it is replaced after this many schemas. */
const SCHEMAS_PER_INSTANCE = 64;
/** How many mistakes of a schema are named. */
const NAMED_MISTAKES = 5;

/** The `$id` of a schema that has none. */
const NAMELESS = 'schema://whole';

const compiled = new WeakMap<Schema, ValidateFunction>();
/** Know the rules of schemas themselves, which take long to compile. */
const checkers = new Map<Dialect, ReturnType<typeof newAjv>>();
const compilers = new Map<Dialect, { ajv: ReturnType<typeof newAjv>; schemas: number }>();

/**
 * Gives the validator of the schema, made once for each schema object. The edition is 2020-12, or draft-07 where
 * `$schema` names it or an older one. Nothing is ever loaded. Throws REQUEST_INVALID, naming the place, for what is no
 * schema or refers to what is not in it.
 */
export function compileSchema(schema: Schema): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const validate = compile(schema);
  compiled.set(schema, validate);
  return validate;
}

function compile(schema: Schema): ValidateFunction {
  // The edition is chosen here; an asynchronous schema would answer with a promise.
  const { $schema: edition, $async: _, ...rest } = schema;
  const dialect: Dialect =
    typeof edition === 'string' && /draft-0[3-7]/.test(edition) ? 'draft-07' : '2020-12';
  try {
    const checker = checkers.get(dialect) ?? newAjv(dialect);
    checkers.set(dialect, checker);
    if (checker.validateSchema(rest) !== true) throw schemaError(mistakes(checker.errors ?? []));
    // Without a name of its own, ajv 8 does not find the whole (`#`) of a schema that it was told not to keep.
    const isNamed = rest['$id'] !== undefined && rest['$id'] !== '' && rest['$id'] !== '#';
    return nextCompiler(dialect).compile(isNamed ? rest : { ...rest, $id: NAMELESS });
  } catch (error) {
    if (error instanceof NodetoolError) throw error;
    throw schemaError(
      error instanceof RangeError
        ? 'it is nested too deeply'
        : error instanceof Error
          ? error.message.replace(` from id ${NAMELESS}`, '')
          : String(error),
      error,
    );
  }
}

function nextCompiler(dialect: Dialect): ReturnType<typeof newAjv> {
  const current = compilers.get(dialect);
  const next =
    current === undefined || current.schemas >= SCHEMAS_PER_INSTANCE
      ? { ajv: newAjv(dialect), schemas: 0 }
      : current;
  next.schemas += 1;
  compilers.set(dialect, next);
  return next.ajv;
}

function mistakes(errors: readonly ErrorObject[]): string {
  const texts = errors.map((error) => {
    const { path, message } = describeIssue(error);
    return `at ${path === '' ? 'the top' : path}: ${message}`;
  });
  return [...new Set(texts)].slice(0, NAMED_MISTAKES).join('; ');
}

function schemaError(what: string, cause?: unknown): NodetoolError {
  return new NodetoolError(
    'REQUEST_INVALID',
    `The JSON Schema cannot be used: ${what}.`,
    cause === undefined ? {} : { cause },
  );
}

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

/** What a validator tells: the first mistake, which is fast, or all of them. */
export type Thoroughness = 'first' | 'all';

type Ajv = ReturnType<typeof newAjv>;

interface Compiler {
  readonly ajv: Ajv;
  schemas: number;
}

const compiled = { first: new WeakMap<Schema, Validator>(), all: new WeakMap<Schema, Validator>() };
const compilers = { first: new Map<Dialect, Compiler>(), all: new Map<Dialect, Compiler>() };
/** Know the rules of schemas themselves, which take long to compile. */
const checkers = new Map<Dialect, Ajv>();

/** Tells whether a value follows the schema; if not, its `errors` hold what it found. */
export type Validator = ValidateFunction;

/**
 * Gives the validator of the schema, made once for each schema object. The edition is 2020-12, or draft-07 where
 * `$schema` names it or an older one. Nothing is ever loaded. Throws REQUEST_INVALID, naming the place, for what is no
 * schema or refers to what is not in it.
 */
export function compileSchema(schema: Schema, thoroughness: Thoroughness): Validator {
  const known = compiled[thoroughness].get(schema);
  if (known !== undefined) return known;
  const validate = compile(schema, thoroughness);
  compiled[thoroughness].set(schema, validate);
  return validate;
}

function compile(schema: Schema, thoroughness: Thoroughness): Validator {
  // The edition is chosen here; an asynchronous schema would answer with a promise.
  const { $schema: edition, $async: _, ...rest } = schema;
  const dialect: Dialect =
    typeof edition === 'string' && /draft-0[3-7]/.test(edition) ? 'draft-07' : '2020-12';
  try {
    const checker = checkers.get(dialect) ?? newAjv(dialect, true);
    checkers.set(dialect, checker);
    if (checker.validateSchema(rest) !== true) throw schemaError(mistakes(checker.errors ?? []));
    // Without a name of its own, ajv 8 does not find the whole (`#`) of a schema that it was told not to keep.
    const isNamed = rest['$id'] !== undefined && rest['$id'] !== '' && rest['$id'] !== '#';
    const whole = isNamed ? rest : { ...rest, $id: NAMELESS };
    return nextCompiler(dialect, thoroughness).compile(whole);
  } catch (error) {
    if (error instanceof NodetoolError) throw error;
    throw schemaError(wordsOf(error), error);
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply, or refers to itself alone';
  return error instanceof Error ? error.message.replace(` from id ${NAMELESS}`, '') : String(error);
}

function nextCompiler(dialect: Dialect, thoroughness: Thoroughness): Ajv {
  const current = compilers[thoroughness].get(dialect);
  const isWorn = current === undefined || current.schemas >= SCHEMAS_PER_INSTANCE;
  const next = isWorn ? { ajv: newAjv(dialect, thoroughness === 'all'), schemas: 0 } : current;
  next.schemas += 1;
  compilers[thoroughness].set(dialect, next);
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

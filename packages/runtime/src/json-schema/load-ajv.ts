import { createRequire } from 'node:module';
import type * as draft07 from 'ajv';
import type { Options } from 'ajv';
import type * as draft2020 from 'ajv/dist/2020.js';
import { schemaPattern } from './schema-pattern.ts';

/** The editions of JSON Schema that are understood. */
export type Dialect = 'draft-07' | '2020-12';

const require = createRequire(import.meta.url);

/** In the form that ajv wants: it writes the name into code for other programs, which nobody asks it for. */
const regExp = Object.assign((pattern: string, flags: string) => schemaPattern(pattern, flags), {
  code: 'schemaPattern',
});

const OPTIONS: Options = {
  strict: false,
  // What objects inherit is no property of a JSON value.
  ownProperties: true,
  // `format` is a remark, as the specification has it.
  validateFormats: false,
  logger: false,
  // Schemas are checked by another instance, and two schemas may bear one `$id`.
  validateSchema: false,
  addUsedSchema: false,
  code: { regExp },
};

/**
 * Gives a new instance of ajv for the edition, which stops at the first mistake or finds them all. It is loaded when it is first needed: it takes longer to load than
 * everything else that a small program needs.
 */
export function newAjv(dialect: Dialect, allErrors: boolean): draft07.Ajv | draft2020.Ajv2020 {
  const options: Options = { ...OPTIONS, allErrors };
  if (dialect === 'draft-07') {
    const module: typeof draft07 = require('ajv');
    return new module.Ajv(options);
  }
  const module: typeof draft2020 = require('ajv/dist/2020.js');
  return new module.Ajv2020(options);
}

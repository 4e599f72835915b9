import { createRequire } from 'node:module';
import type * as draft07 from 'ajv';
import type { Options } from 'ajv';
import type * as draft2020 from 'ajv/dist/2020.js';

/** The editions of JSON Schema that are understood. */
export type Dialect = 'draft-07' | '2020-12';

const require = createRequire(import.meta.url);

/** Patterns are meant as Unicode ones; many that people write are valid only without. */
const regExp: NonNullable<NonNullable<Options['code']>['regExp']> = Object.assign(
  (pattern: string, flags: string) => {
    try {
      return new RegExp(pattern, flags);
    } catch {
      return new RegExp(pattern);
    }
  },
  { code: 'toRegExp' },
);

const OPTIONS: Options = {
  strict: false,
  allErrors: true,
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
 * Gives a new instance of ajv for the edition. It is loaded when it is first needed: it takes longer to load than
 * everything else that a small program needs.
 */
export function newAjv(dialect: Dialect): draft07.Ajv | draft2020.Ajv2020 {
  if (dialect === 'draft-07') {
    const module: typeof draft07 = require('ajv');
    return new module.Ajv(OPTIONS);
  }
  const module: typeof draft2020 = require('ajv/dist/2020.js');
  return new module.Ajv2020(OPTIONS);
}

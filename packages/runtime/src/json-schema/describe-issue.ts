import type { ErrorObject } from 'ajv';

/** One way in which a value does not follow a schema. */
export interface SchemaIssue {
  /** JSON pointer of the place in the value; `''` is the whole value. */
  readonly path: string;
  /** What is wrong there, in words: `must be integer`. */
  readonly message: string;
}

/** Longest list of allowed values that is told, in characters. */
const LONGEST_LIST = 300;

/** Puts an error of ajv into words that say what would have been right. */
export function describeIssue(error: ErrorObject): SchemaIssue {
  return { path: error.instancePath, message: messageOf(error) };
}

function messageOf({ keyword, params, message = 'is not valid' }: ErrorObject): string {
  const given: Readonly<Record<string, unknown>> = params;
  const text = (name: string) => JSON.stringify(given[name]) ?? '';
  switch (keyword) {
    case 'enum': {
      const list = text('allowedValues');
      return `must be one of ${list.length > LONGEST_LIST ? `${list.slice(0, LONGEST_LIST)}…` : list}`;
    }
    case 'const':
      return `must be ${text('allowedValue').slice(0, LONGEST_LIST)}`;
    case 'additionalProperties':
      return `must not have the property ${text('additionalProperty')}`;
    case 'unevaluatedProperties':
      return `must not have the property ${text('unevaluatedProperty')}`;
    case 'required':
      return `must have the property ${text('missingProperty')}`;
    default:
      return message;
  }
}

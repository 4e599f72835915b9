import { isRecord } from '@nodetool-ai/graph';
import { ApiRefusal } from './api-refusal.ts';

/** A field's type in Ollama's own declarations; its errors name it so. */
export type FieldType =
  | 'string'
  | 'bool'
  | 'int'
  | '[]int'
  | '[]string'
  | 'map[string]interface {}'
  | '[]api.Message'
  | 'api.Tools';

/** The fields that are looked at, by name. Others are ignored, as Ollama does. */
export type FieldTypes = Readonly<Record<string, FieldType>>;

/**
 * Checks the fields of a body. A field that is null counts as absent. Throws ApiRefusal 400 for another type, for example
 * `json: cannot unmarshal number into Go struct field ChatRequest.model of type string`.
 */
export function readRequestFields(
  body: unknown,
  request: string,
  types: FieldTypes,
): Readonly<Record<string, unknown>> {
  if (body === null) return {};
  if (!isRecord(body)) throw misfit(body, `Go value of type api.${request}`);
  const given = Object.entries(body).filter(([, value]) => value !== null);
  for (const [name, value] of given) {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type !== undefined && !fits(value, type)) throw wrongField(request, name, value, type);
  }
  return Object.fromEntries(given);
}

/** The refusal of a field that has another type than Ollama declares; `name` may be a path such as `messages.content`. */
export function wrongField(
  request: string,
  name: string,
  value: unknown,
  type: string,
): ApiRefusal {
  return misfit(value, `Go struct field ${request}.${name} of type ${type}`);
}

function misfit(value: unknown, target: string): ApiRefusal {
  return new ApiRefusal(400, `json: cannot unmarshal ${kindOf(value)} into ${target}`);
}

function fits(value: unknown, type: FieldType): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return Number.isInteger(value);
    case '[]int':
      return Array.isArray(value) && value.every((item) => Number.isInteger(item));
    case '[]string':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'map[string]interface {}':
      return isRecord(value);
    case '[]api.Message':
    case 'api.Tools':
      return Array.isArray(value);
    default:
      return false;
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'object' : typeof value;
}

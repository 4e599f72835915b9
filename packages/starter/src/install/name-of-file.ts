import { NodetoolError } from '@nodetool-ai/graph';
import { isModelName } from '../library/is-model-name.ts';
import { completeName } from '../library/model-library.ts';

const LONGEST = 80;

/**
 * The name of a model from the name of its file: lower case, everything but letters, digits, `.`, `_` and `-` as `-`,
 * and an encoding at the end as the tag. `Qwen2.5-0.5B-Instruct-Q4_K_M.gguf` gives `qwen2.5-0.5b-instruct:q4_k_m`.
 */
export function nameOfFile(fileName: string): string {
  const plain = fileName.replace(/\.gguf$/i, '').toLowerCase();
  const [, start = plain, tag = 'latest'] =
    /^(.+)[.-]((?:i?q\d[a-z0-9_]{0,70}|b?f16|f32))$/.exec(plain) ?? [];
  const name = start
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .slice(0, LONGEST)
    .replaceAll(/^[._-]+|[._-]+$/g, '');
  return `${name === '' ? 'model' : name}:${tag}`;
}

/** A name that a person gave, with its tag. Throws REQUEST_INVALID when it is not of the form `name:tag`. */
export function requireModelName(name: string): string {
  const complete = completeName(name);
  if (/^[a-z0-9]/.test(complete) && isModelName(complete)) return complete;
  throw new NodetoolError(
    'REQUEST_INVALID',
    `${JSON.stringify(name)} cannot be the name of a model.`,
    {
      hint: 'Use letters, digits, `.`, `_` and `-`, with a tag after a colon if you like: my-model:small',
    },
  );
}

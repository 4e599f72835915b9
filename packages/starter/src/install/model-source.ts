import { basename } from 'node:path';
import { NodetoolError } from '@nodetool-ai/graph';

/** Where a model that a person names comes from. */
export type ModelSource =
  | { readonly kind: 'path'; readonly path: string; readonly fileName: string }
  | { readonly kind: 'url'; readonly url: string; readonly fileName: string }
  | {
      readonly kind: 'hub';
      readonly repository: string;
      /** Within the repository. */
      readonly path: string;
      readonly fileName: string;
    };

/**
 * Reads `hf:owner/repository/file.gguf`, an address, or a path. Throws USAGE for a `hf:` that is not of that form and for
 * an address that is neither HTTPS nor on this machine, MODEL_FILE_INVALID for one part of a model in several files.
 */
export function parseModelSource(text: string): ModelSource {
  const source = readSource(text.trim());
  if (/-\d{5}-of-\d{5}\.gguf$/i.test(source.fileName))
    throw new NodetoolError(
      'MODEL_FILE_INVALID',
      `${source.fileName} is one part of a model in several files, which is not supported.`,
      { hint: 'Choose a model in one file.' },
    );
  return source;
}

function readSource(text: string): ModelSource {
  if (text.startsWith('hf:')) return readHub(text);
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(text))
    return { kind: 'path', path: text, fileName: basename(text) };
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new NodetoolError('USAGE', 'Only https:// addresses are downloaded from.');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw new NodetoolError('USAGE', 'An address with a name or password in it is not taken.');
  return { kind: 'url', url: url.href, fileName: lastName(url.pathname) };
}

function readHub(text: string): ModelSource {
  const [owner = '', repository = '', ...path] = text.slice('hf:'.length).split('/');
  const isName = (part: string) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part);
  const isWhole = isName(owner) && isName(repository) && path.length > 0;
  if (!isWhole || path.some((part) => part === '' || /^\.+$/.test(part)))
    throw new NodetoolError(
      'USAGE',
      `${JSON.stringify(text)} is not of the form hf:owner/repository/file.gguf.`,
    );
  return {
    kind: 'hub',
    repository: `${owner}/${repository}`,
    path: path.join('/'),
    fileName: path.at(-1) ?? '',
  };
}

function lastName(pathname: string): string {
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

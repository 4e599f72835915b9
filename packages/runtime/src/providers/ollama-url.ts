import { NodetoolError } from '@nodetool-ai/graph';
import { OLLAMA_DEFAULT_URL } from './defaults.ts';

/** An address and where it was said. */
export interface ResolvedUrl {
  /** Full address of the daemon. */
  readonly url: string;
  /** For messages: `secret OLLAMA_API_URL`, `environment OLLAMA_HOST`, `default`. */
  readonly source: string;
}

/** Gives the value of a secret, or undefined. */
export type GetSecret = (name: string) => Promise<string | undefined> | string | undefined;

const DEFAULT_PORT = '11434';
/** What is left of a host name after parsing: letters of other alphabets are written out in ASCII by then. */
const HOST_NAME = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/i;

/**
 * Where the daemon is: secret OLLAMA_API_URL, then the environment's OLLAMA_API_URL, OLLAMA_BASE_URL and OLLAMA_HOST,
 * then the default. Rejects with SETTING_INVALID for an address that cannot be used, naming where it stands.
 */
export async function resolveOllamaUrl(
  environment: Readonly<Record<string, string | undefined>>,
  getSecret: GetSecret = () => undefined,
): Promise<ResolvedUrl> {
  const candidates: readonly (readonly [string | undefined, string])[] = [
    [await getSecret('OLLAMA_API_URL'), 'secret OLLAMA_API_URL'],
    [environment['OLLAMA_API_URL'], 'environment OLLAMA_API_URL'],
    [environment['OLLAMA_BASE_URL'], 'environment OLLAMA_BASE_URL'],
    [environment['OLLAMA_HOST'], 'environment OLLAMA_HOST'],
  ];
  for (const [value, source] of candidates) {
    if (value !== undefined && value.trim() !== '')
      return { url: normalizeOllamaUrl(value, source), source };
  }
  return { url: OLLAMA_DEFAULT_URL, source: 'default' };
}

/**
 * Gives a full address for every form that Ollama itself takes: `host`, `host:port`, `:port`, bare IPv6, with or without
 * scheme. An address to listen on (0.0.0.0, ::) becomes the one to connect to. A path stays, `/v1` and `/api` at its end
 * do not. Throws SETTING_INVALID; a password in the address is refused and not repeated.
 */
export function normalizeOllamaUrl(value: string, source = 'address'): string {
  const text = value
    .trim()
    .replaceAll(/^["']+|["']+$/g, '')
    .trim();
  if (text === '') return OLLAMA_DEFAULT_URL;
  const url = parse(text, source);
  if (url.username !== '' || url.password !== '') {
    throw new NodetoolError('SETTING_INVALID', `The ${source} holds a name or password.`, {
      hint: 'Leave it out of the address; store a key with `nodetool secrets store OLLAMA_API_KEY`.',
    });
  }
  if (!HOST_NAME.test(url.hostname)) throw unusable(source);
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  // A quote at the end would be taken for one around the address the next time.
  const path = url.pathname.replace(/(\/(v1|api)?)+$/, '').replaceAll("'", '%27');
  return `${url.protocol}//${url.host}${path}`;
}

function parse(text: string, source: string): URL {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') throw unusable(source);
  // Ollama's own service is reached by its bare name.
  const isService = scheme === undefined && /^ollama\.com(\/|$)/i.test(text);
  const candidate =
    scheme !== undefined ? text : isService ? `https://${text}` : `http://${completeHost(text)}`;
  try {
    return new URL(candidate);
  } catch {
    throw unusable(source);
  }
}

/** Adds what a bare host lacks: this machine for `:8080`, brackets for IPv6, the default port; a bad port is replaced. */
function completeHost(text: string): string {
  const slash = text.indexOf('/');
  const host = slash === -1 ? text : text.slice(0, slash);
  const path = slash === -1 ? '' : text.slice(slash);
  const ipv6 = /^\[?([0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*)\]?(?::(\d+))?$/i.exec(host);
  if (ipv6 !== null && (host.startsWith('[') || ipv6[2] === undefined)) {
    return `[${ipv6[1]}]:${validPort(ipv6[2])}${path}`;
  }
  const [name = '', port] = host.split(':');
  return `${name === '' ? '127.0.0.1' : name}:${validPort(port)}${path}`;
}

function validPort(port: string | undefined): string {
  return port !== undefined && /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536
    ? port
    : DEFAULT_PORT;
}

function unusable(source: string): NodetoolError {
  return new NodetoolError('SETTING_INVALID', `The ${source} is not an address of a daemon.`, {
    hint: 'Write it as http://host:port, for example http://127.0.0.1:11434.',
  });
}

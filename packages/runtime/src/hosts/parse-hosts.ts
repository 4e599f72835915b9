import { NodetoolError } from '@nodetool-ai/graph';
import { z } from 'zod';
import { isLoopback } from '../ollama/connection/loopback.ts';
import { isCloudService } from '../ollama/facts/model-source.ts';
import { normalizeOllamaUrl } from '../providers/ollama-url.ts';
import { HOST_NAME, hostKeyName } from './host-setting.ts';
import type { HostRole, HostSetting } from './host-setting.ts';

/** The setting that the hosts stand in. */
export const HOSTS_SETTING = 'OLLAMA_HOSTS';

const HINT =
  'Write name=address pairs such as "local=127.0.0.1, desk=192.168.1.5:11434, cloud=https://ollama.com", or a JSON list of {"name", "url", "role", "priority"}.';

const listSchema = z.array(
  z.strictObject({
    name: z.string(),
    url: z.string(),
    role: z.enum(['local', 'remote', 'cloud']).optional(),
    priority: z.int().optional(),
  }),
);

type WrittenHost = z.infer<typeof listSchema>[number];

/**
 * Reads the setting OLLAMA_HOSTS: `name=address` pairs between commas, semicolons or lines, or a JSON list. Addresses
 * come in all forms that Ollama takes. Gives the hosts in the order of their priority; none for a blank text. Throws
 * SETTING_INVALID, which names the host or its place, and repeats no address: it may hold a password.
 */
export function parseHosts(text: string): readonly HostSetting[] {
  const written = text.trim().startsWith('[') ? readList(text) : readPairs(text);
  const hosts = written.map(toHost);
  const keyNames = hosts.map(({ name }) => hostKeyName(name));
  const repeated = hosts.find(({ name }, index) => keyNames.indexOf(hostKeyName(name)) < index);
  if (repeated !== undefined) {
    throw invalid(
      `names two hosts ${repeated.name}; capital letters, - and _ make no difference`,
      repeated.name,
    );
  }
  return hosts.toSorted((one, other) => one.priority - other.priority);
}

function readPairs(text: string): readonly WrittenHost[] {
  return text
    .split(/[,;\n]/)
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair, index) => {
      const equals = pair.indexOf('=');
      if (equals === -1) throw invalid(`has no name=address in entry ${index + 1}`);
      return { name: pair.slice(0, equals).trim(), url: pair.slice(equals + 1) };
    });
}

function readList(text: string): readonly WrittenHost[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw invalid('is not JSON');
  }
  const parsed = listSchema.safeParse(list);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [place, field] = issue?.path ?? [];
  const entry = `entry ${Number(place) + 1}`;
  if (issue?.code === 'unrecognized_keys')
    throw invalid(`knows no field ${JSON.stringify(issue.keys[0])} (${entry})`);
  throw invalid(
    field === undefined ? `has no host in ${entry}` : `has a wrong ${String(field)} in ${entry}`,
  );
}

function toHost({ name, url, role, priority = 0 }: WrittenHost, index: number): HostSetting {
  if (!HOST_NAME.test(name)) {
    throw invalid(`has no usable name in entry ${index + 1}: letters, digits, - and _ make a name`);
  }
  if (url.trim() === '') throw invalid(`has no address for ${name}`, name);
  const address = normalizeOllamaUrl(url, `address of ${name} in ${HOSTS_SETTING}`);
  const isService = isCloudService(address);
  if (isService && role !== undefined && role !== 'cloud')
    throw invalid(`calls ${name} ${role}, but it is Ollama's own service: its role is cloud`, name);
  return { name, url: address, role: role ?? roleOf(address, isService), priority };
}

function roleOf(url: string, isService: boolean): HostRole {
  if (isService) return 'cloud';
  return isLoopback(url) ? 'local' : 'remote';
}

function invalid(what: string, host?: string): NodetoolError {
  return new NodetoolError('SETTING_INVALID', `The setting ${HOSTS_SETTING} ${what}.`, {
    hint: HINT,
    action: { kind: 'open-settings', subject: HOSTS_SETTING },
    details: { setting: HOSTS_SETTING, ...(host === undefined ? {} : { host }) },
  });
}

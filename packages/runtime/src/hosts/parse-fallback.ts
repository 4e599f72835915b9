import { NodetoolError } from '@nodetool-ai/graph';
import { z } from 'zod';
import { parseModelAddress, writeModelAddress } from './model-address.ts';
import type { ModelAddress } from './model-address.ts';

/** The setting that the chains stand in. */
export const FALLBACK_SETTING = 'OLLAMA_FALLBACK';

/** What follows when a model fails on all of its hosts, by the model's address as writeModelAddress writes it. */
export type FallbackChains = ReadonlyMap<string, readonly ModelAddress[]>;

const HINT =
  'Write a line such as "qwen3:8b -> qwen3:8b@desk -> gpt-oss:120b@cloud" for each model, or JSON {"qwen3:8b": ["qwen3:8b@desk"]}.';

const chainsSchema = z.record(z.string(), z.array(z.string()).min(1));

/**
 * Reads the setting OLLAMA_FALLBACK: one chain a line (or between semicolons), its steps with `->` between them, or JSON
 * with the list of steps for each model. Throws SETTING_INVALID, also for a step to a host that is none of `hosts`.
 */
export function parseFallback(text: string, hosts: readonly string[]): FallbackChains {
  const chains = new Map<string, readonly ModelAddress[]>();
  for (const written of text.trim().startsWith('{') ? readJson(text) : readLines(text)) {
    const [first, ...steps] = written.map((id) => readStep(id, hosts));
    const key = first === undefined ? '' : writeModelAddress(first);
    if (chains.has(key)) throw invalid(`has two chains for ${key}`);
    chains.set(key, steps);
  }
  return chains;
}

function readLines(text: string): readonly (readonly string[])[] {
  return text
    .split(/[\n;]/)
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const steps = line.split(/->|→/);
      if (steps.length < 2) throw invalid(`has no -> in chain ${index + 1}`);
      return steps;
    });
}

function readJson(text: string): readonly (readonly string[])[] {
  let chains: unknown;
  try {
    chains = JSON.parse(text);
  } catch {
    throw invalid('is not JSON');
  }
  const parsed = chainsSchema.safeParse(chains);
  if (parsed.success) return Object.entries(parsed.data).map(([model, steps]) => [model, ...steps]);
  const model = parsed.error.issues[0]?.path[0];
  throw invalid(
    `has no list of models ${model === undefined ? '' : `for ${JSON.stringify(model)}`}`.trim(),
  );
}

function readStep(id: string, hosts: readonly string[]): ModelAddress {
  const address = parseModelAddress(id);
  if (address.model === '') throw invalid('has a step without a model');
  if (address.host === undefined) return address;
  const host = hosts.find((name) => name.toLowerCase() === address.host?.toLowerCase());
  if (host !== undefined) return { model: address.model, host };
  throw invalid(`names a host ${address.host} that is none of ${hosts.join(', ')}`);
}

function invalid(what: string): NodetoolError {
  return new NodetoolError('SETTING_INVALID', `The setting ${FALLBACK_SETTING} ${what}.`, {
    hint: HINT,
    action: { kind: 'open-settings', subject: FALLBACK_SETTING },
    details: { setting: FALLBACK_SETTING },
  });
}

import type { CapabilityFacts } from '../ollama/facts/capabilities.ts';
import type { ModelOverride } from './model-override.ts';

/** The facts of capabilities that a person may set. */
export const OVERRIDABLE_CAPABILITIES = [
  'tools',
  'thinking',
  'vision',
  'embedding',
  'completion',
] as const;

/** Puts what a person says in place of what was heard of a model's capabilities; then the source is `override`. */
export function overrideCapabilities(
  facts: CapabilityFacts,
  override: ModelOverride | undefined,
): CapabilityFacts {
  const said = OVERRIDABLE_CAPABILITIES.filter(
    (capability) => override?.[capability] !== undefined,
  );
  if (override === undefined || said.length === 0) return facts;
  const heard = facts.capabilities ?? [];
  const answers = said.map((capability) => [capability, override[capability]] as const);
  return {
    ...facts,
    ...Object.fromEntries(answers),
    capabilities: [
      ...heard.filter((capability) => !said.some((name) => name === capability)),
      ...answers.filter(([, answer]) => answer === 'yes').map(([capability]) => capability),
    ],
    capabilitiesSource: 'override',
  };
}

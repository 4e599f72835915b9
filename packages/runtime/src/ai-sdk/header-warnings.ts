import type { SharedV4Warning } from '@ai-sdk/provider';

/** A warning for each header that was set for one call: our providers send their own. The SDK's `user-agent` is none. */
export function headerWarnings({
  headers = {},
}: {
  readonly headers?: Readonly<Record<string, string | undefined>>;
}): readonly SharedV4Warning[] {
  return Object.keys(headers)
    .filter((name) => name.toLowerCase() !== 'user-agent' && headers[name] !== undefined)
    .map((name) => ({
      type: 'unsupported',
      feature: `the header ${name} of one call`,
      details: 'A key is given to createOllama.',
    }));
}

import { OllamaProvider } from '@nodetool-ai/runtime';
import type { GenerateRequest, ProviderStreamItem } from '@nodetool-ai/runtime';

/** A daemon that the contract suite runs on: the scripted one, a real one or the starter engine, with the same models. */
export interface ContractDaemon {
  readonly url: string;
  /** The program that it was started from, when others use it too: what changes models needs a daemon of its own. */
  readonly own?: { readonly binary: string };
  /** How a model file comes into a daemon that makes no models over its own routes. */
  readonly addModel?: (model: AddedModel) => Promise<void>;
}

/** A model to be put into a daemon. */
export interface AddedModel {
  readonly name: string;
  /** Of the GGUF file. */
  readonly bytes: Buffer;
}

/** A provider for the daemon, as a program would make it. */
export function providerOf(daemon: ContractDaemon): OllamaProvider {
  return new OllamaProvider({ OLLAMA_API_URL: daemon.url });
}

/** What came of a stream, sorted. */
export interface CollectedStream {
  readonly items: readonly ProviderStreamItem[];
  readonly text: string;
  readonly thinking: string;
}

/** Reads a stream to its end. */
export async function collect(stream: AsyncIterable<ProviderStreamItem>): Promise<CollectedStream> {
  const items: ProviderStreamItem[] = [];
  for await (const item of stream) items.push(item);
  const chunks = items.filter((item) => item.type === 'chunk');
  const join = (thinking: boolean) =>
    chunks
      .filter((chunk) => (chunk.thinking ?? false) === thinking)
      .map((chunk) => chunk.content)
      .join('');
  return { items, text: join(false), thinking: join(true) };
}

/** A request with one message of the user. */
export function ask(
  model: string,
  content: string,
  rest: Partial<GenerateRequest> = {},
): GenerateRequest {
  return { model, messages: [{ role: 'user', content }], ...rest };
}

/** The weather tool that the scripted models call. */
export const weatherTool = {
  name: 'get_weather',
  description: 'Weather in a city',
  inputSchema: { type: 'object', required: ['city'], properties: { city: { type: 'string' } } },
} as const;

/** The smallest PNG: one pixel. */
export const onePixelPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Cosine of the angle between two vectors. */
export function cosine(left: readonly number[], right: readonly number[]): number {
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
}

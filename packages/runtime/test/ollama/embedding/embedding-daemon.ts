import { isRecord } from '@nodetool-ai/graph';
import { jsonScript } from '../../../../../test/support/src/scripted-daemon/index.ts';
import type { SeenRequest } from '../../../../../test/support/src/scripted-daemon/index.ts';
import { daemonThatPlays, providerOf } from '../../scripted.ts';

/** A request for the vector of one word. */
export const request = { model: 'tiny-embed', text: 'cat' };

/** A text of 800 words, where `tiny-embed` takes 254. */
export const longText = 'cat dog '.repeat(400);

export const tooLong = jsonScript({ error: 'the input length exceeds the context length' }, 400);

export const crash = jsonScript(
  { error: 'do embedding request: Post "http://127.0.0.1:46433/v1/embeddings": EOF' },
  400,
);

/** A daemon that gives these answers first and then tells the truth, and a provider of it. */
export async function answering(...answers: readonly unknown[]) {
  const daemon = await daemonThatPlays();
  for (const answer of answers) daemon.once('POST /api/embed', jsonScript(answer));
  const seen = (path: string) => daemon.requests.filter((asked) => asked.path === path);
  return {
    daemon,
    provider: providerOf(daemon),
    /** Requests for vectors, without those for vectors of nothing. */
    embeds: () => seen('/api/embed').filter((asked) => inputOf(asked).length > 0),
    /** Requests by the route that knows base64. */
    bulks: () => seen('/v1/embeddings'),
    /** Requests for vectors of nothing. */
    empties: () => seen('/api/embed').filter((asked) => inputOf(asked).length === 0),
  };
}

/** The texts of a request. */
export function inputOf({ body }: Pick<SeenRequest, 'body'>): readonly string[] {
  const input = isRecord(body) ? body['input'] : undefined;
  return Array.isArray(input) ? input.map(String) : [];
}

/** Answers with vectors of two numbers, the first of them counted up. */
export const rows = (count: number, first = 0) => ({
  embeddings: Array.from({ length: count }, (_, index) => [first + index, 1]),
});

/** So many short texts, all different. */
export const texts = (count: number) =>
  Array.from({ length: count }, (_, index) => `text ${index}`);

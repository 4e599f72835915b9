// The rows of the table. `figure` is the one that is taken of those of the job; ratios are to the floor's.
import { OURS } from './clients.mjs';

const atMost = (limit) => ({
  text: `≤ ${limit}`,
  isMet: (ratio) => ratio(OURS) <= limit,
});
const likeOllamaJs = {
  text: '≤ ollama-js',
  isMet: (ratio) => ratio(OURS) <= ratio('ollama-js'),
};
const isNode24 = Number(process.versions.node.split('.')[0]) >= 24;
const PER_THOUSAND = 'CPU ms / 1,000 chunks';

/** Rows that share a `job` and its `settings` object are measured together. */
const FIRST_TOKENS = {};
const PLAIN_VECTORS = { method: 'embed' };
const BASE64_VECTORS = { method: 'embedCompactly' };

export const ROWS = [
  {
    id: 'a',
    title: 'reader alone, 20,000 lines',
    unit: PER_THOUSAND,
    job: 'readPieces',
    settings: { chunks: 20_000 },
    goals: [atMost(1.15)],
  },
  {
    id: 'b',
    title: 'one stream of 20,000',
    unit: PER_THOUSAND,
    job: 'readStreams',
    settings: { chunks: 20_000, streams: 1 },
    // Older engines run the floor's loop so much better that only the peer is a fair measure.
    goals: [likeOllamaJs, ...(isNode24 ? [atMost(1.2)] : [])],
  },
  {
    id: 'c',
    title: '64 streams of 2,000',
    unit: PER_THOUSAND,
    job: 'readStreams',
    settings: { chunks: 2000, streams: 64 },
    goals: [likeOllamaJs, atMost(1.5)],
  },
  {
    id: 'd1',
    title: 'first token from its write',
    unit: 'p50 µs',
    job: 'firstTokens',
    settings: FIRST_TOKENS,
    figure: 'fromWrite',
    goals: [likeOllamaJs],
  },
  {
    id: 'd2',
    title: 'first token from the call',
    unit: 'p50 µs',
    job: 'firstTokens',
    settings: FIRST_TOKENS,
    figure: 'fromStart',
    goals: [likeOllamaJs],
  },
  {
    id: 'e',
    title: 'whole text of 20,000',
    unit: 'CPU ms',
    job: 'readText',
    settings: { chunks: 20_000 },
    goals: [],
  },
  {
    id: 'f',
    title: '512 vectors, /api/embed',
    unit: 'CPU ms',
    job: 'embed',
    settings: PLAIN_VECTORS,
    figure: 'later',
    goals: [atMost(1.1)],
  },
  {
    id: 'g',
    title: '512 vectors, base64',
    unit: 'CPU ms',
    job: 'embed',
    settings: BASE64_VECTORS,
    figure: 'later',
    goals: [atMost(0.55)],
  },
  // What a process pays once: code that is compiled, facts that are asked for.
  {
    id: 'f1',
    title: 'the same as f, first call',
    unit: 'CPU ms',
    job: 'embed',
    settings: PLAIN_VECTORS,
    figure: 'first',
    goals: [],
  },
  {
    id: 'g1',
    title: 'the same as g, first call',
    unit: 'CPU ms',
    job: 'embed',
    settings: BASE64_VECTORS,
    figure: 'first',
    goals: [],
  },
  {
    id: 'h',
    title: 'first answer, one chunk',
    unit: 'CPU ms',
    job: 'readStreams',
    settings: { chunks: 1, streams: 1 },
    figure: 'ms',
    goals: [],
  },
  {
    id: 'i',
    title: 'loading the package',
    unit: 'CPU ms',
    job: 'load',
    figure: 'loadMs',
    settings: {},
    goals: [],
  },
];

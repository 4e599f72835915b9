// What one process does with one client.
import { median } from './median.mjs';
import { DIMENSIONS, embeddingTexts, FIRST_TOKEN_MODEL, modelOfChunks, TEXTS } from './sizes.mjs';
import { lastLine, textLine, tokenText, wholeText } from './server/lines.mjs';

/** Requests of the first-token rows: those that count, after those in which the engine warms up. */
const FIRST_TOKEN_REQUESTS = 250;
const WARM_UP_REQUESTS = 50;
/** Streams that the reader alone reads. */
const READER_STREAMS = 7;
/** Calls for vectors after the first one. */
const LATER_CALLS = 5;
/** undici reads from a socket in pieces of at most this many bytes; a line across the border comes in two. */
const SOCKET_READ_BYTES = 65_536;

/** CPU milliseconds of this process, all its threads, while `work` runs. */
export async function cpuMs(work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

function expectSame(got, expected, what) {
  if (got !== expected) throw new Error(`read ${got} instead of ${expected} ${what}`);
}

/** The bytes of a stream as they come from the socket: a piece for each line, cut where a read ended. */
function piecesOfStream(chunks) {
  const lines = Array.from({ length: chunks }, (_, index) => textLine(tokenText(index)));
  const bytes = Buffer.from([...lines, lastLine()].join(''));
  const pieces = [];
  for (let start = 0; start < bytes.length;) {
    const border = (Math.floor(start / SOCKET_READ_BYTES) + 1) * SOCKET_READ_BYTES;
    const end = Math.min(bytes.indexOf('\n', start) + 1, border);
    pieces.push(bytes.subarray(start, end));
    start = end;
  }
  return pieces;
}

/** The median of several streams: one is over before a busy machine has shown what it costs. */
async function readPieces(client, { chunks }) {
  const pieces = piecesOfStream(chunks);
  const streams = [];
  for (let stream = 0; stream < READER_STREAMS; stream += 1) {
    const { result, ms } = await cpuMs(() => client.readPieces(pieces));
    expectSame(result, chunks, 'chunks');
    streams.push(ms);
  }
  return { value: median(streams) / (chunks / 1000) };
}

async function readStreams(client, { chunks, streams }) {
  const model = modelOfChunks(chunks);
  const { result, ms } = await cpuMs(() =>
    Promise.all(Array.from({ length: streams }, () => client.readStream(model))),
  );
  for (const count of result) expectSame(count, chunks, 'chunks');
  return { ms, value: ms / ((streams * chunks) / 1000) };
}

/** Nanoseconds of the machine's clock, the same one in every process. */
const now = () => Number(process.hrtime.bigint());

/** The first token says when the server wrote it. */
async function firstTokens(client) {
  const fromWrite = [];
  const fromStart = [];
  for (let index = 0; index < WARM_UP_REQUESTS + FIRST_TOKEN_REQUESTS; index += 1) {
    const start = now();
    let written;
    let seen;
    const count = await client.readStream(FIRST_TOKEN_MODEL, (text) => {
      seen = now();
      written = Number(text.slice(' at '.length));
    });
    expectSame(count, 3, 'chunks');
    if (index < WARM_UP_REQUESTS) continue;
    fromWrite.push((seen - written) / 1000);
    fromStart.push((seen - start) / 1000);
  }
  return { fromWrite: median(fromWrite), fromStart: median(fromStart) };
}

async function readText(client, { chunks }) {
  const { result, ms } = await cpuMs(() => client.readText(modelOfChunks(chunks)));
  expectSame(result.length, wholeText(chunks).length, 'characters');
  return { value: ms };
}

/** The first call, with what is asked and compiled only once; and the median of those after it. */
async function embed(client, { method }) {
  const calls = [];
  for (let call = 0; call <= LATER_CALLS; call += 1) {
    const texts = embeddingTexts();
    const { result, ms } = await cpuMs(() => client[method](texts));
    expectSame(result.length, TEXTS, 'vectors');
    for (const vector of result) expectSame(vector.length, DIMENSIONS, 'numbers');
    calls.push(ms);
  }
  const [first, ...later] = calls;
  return { first, later: median(later) };
}

const JOBS = {
  load: { method: 'readStream', run: () => ({}) },
  readPieces: { method: 'readPieces', run: readPieces },
  readStreams: { method: 'readStream', run: readStreams },
  firstTokens: { method: 'readStream', run: firstTokens },
  readText: { method: 'readText', run: readText },
  embed: { method: 'embed', run: embed },
};

/** Does a job with a client; gives its figures, or undefined for a client that has no such thing. */
export async function doJob(name, client, settings) {
  const { method, run } = JOBS[name];
  return client[settings.method ?? method] === undefined ? undefined : run(client, settings);
}

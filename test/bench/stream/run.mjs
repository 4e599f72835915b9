// CPU milliseconds per 1,000 chunks: our provider beside the floor and beside the official client, in one run.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CLIENTS = ['floor', 'ours', 'ollama-js'];
const SCENARIOS = [
  { name: 'one stream of 20,000 chunks', streams: 1, chunks: 20_000 },
  { name: '64 streams of 2,000 chunks', streams: 64, chunks: 2_000 },
];
const ROUNDS = Number(process.env.NODETOOL_BENCH_ROUNDS ?? 7);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const median = (values) =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];

async function measure(client, port, { streams, chunks }) {
  const child = fork(here('measure.mjs'), [
    client,
    `http://127.0.0.1:${port}`,
    String(streams),
    String(chunks),
  ]);
  const result = await Promise.race([
    once(child, 'message').then(([value]) => value),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${client} ended with ${code}`))),
  ]);
  return result;
}

for (const scenario of SCENARIOS) {
  const server = fork(here('server.mjs'), [String(scenario.chunks)]);
  const [port] = await once(server, 'message');
  const results = new Map(CLIENTS.map((client) => [client, []]));
  // Rounds are interleaved, so that a noisy minute of the machine falls on every client alike.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const client of CLIENTS) results.get(client).push(await measure(client, port, scenario));
  }
  server.disconnect();
  const floor = median(results.get('floor'));
  console.log(
    `\n${scenario.name}, Node ${process.versions.node}, median of ${ROUNDS}: CPU ms per 1,000 chunks (ratio to the floor)`,
  );
  for (const [client, values] of results) {
    console.log(
      `  ${client.padEnd(10)} ${median(values).toFixed(2)} (${(median(values) / floor).toFixed(2)})`,
    );
  }
}

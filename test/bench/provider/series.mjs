// Measures every client in every row, round by round.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Starts the server; gives its address and what stops it. */
async function startServer() {
  const server = fork(here('server/server.mjs'));
  const [port] = await once(server, 'message');
  return { url: `http://127.0.0.1:${port}`, stop: () => server.disconnect() };
}

async function measure(client, { job, settings }, url) {
  const child = fork(here('measure.mjs'), [client.id, job, JSON.stringify(settings), url], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    words += text;
  });
  return Promise.race([
    once(child, 'message').then(([outcome]) => outcome),
    once(child, 'exit').then(([code]) => ({ failure: `ended with ${code}: ${words.slice(-200)}` })),
  ]);
}

/** Rows with the same job and settings are one measurement with several figures. */
function measurementsOf(rows) {
  return rows.filter(
    (row, index) =>
      rows.findIndex((other) => other.job === row.job && other.settings === row.settings) === index,
  );
}

/**
 * Gives for each row a map from client to `{ values }`, `{ missing: true }` or `{ failure }`. Rounds are interleaved,
 * so that a noisy minute of the machine falls on every client alike, and each begins with another client.
 */
export async function measureSeries({ rows, clients, rounds, onProgress }) {
  const server = await startServer();
  const results = new Map(rows.map((row) => [row.id, new Map()]));
  const note = (measured, client, outcome) => {
    for (const row of rows) {
      if (row.job !== measured.job || row.settings !== measured.settings) continue;
      const cells = results.get(row.id);
      if (outcome.figures === undefined) cells.set(client.id, outcome);
      else {
        const cell = cells.get(client.id) ?? { values: [] };
        cell.values.push(outcome.figures[row.figure ?? 'value']);
        cells.set(client.id, cell);
      }
    }
  };
  try {
    for (let round = 0; round < rounds; round += 1) {
      const first = round % clients.length;
      const order = [...clients.slice(first), ...clients.slice(0, first)];
      for (const row of measurementsOf(rows)) {
        for (const client of order) {
          const cell = results.get(row.id).get(client.id);
          if (cell !== undefined && cell.values === undefined) continue;
          onProgress?.(`round ${round + 1} of ${rounds}: ${row.title}, ${client.id}`);
          note(row, client, await measure(client, row, server.url));
        }
      }
    }
  } finally {
    server.stop();
  }
  return results;
}

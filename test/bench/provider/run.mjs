// Our provider beside its peers, as ratios to a floor measured in the same run.
//   --check          exit code 1 when a goal is missed
//   --json=FILE      also writes every figure to a file
//   --rounds=N       default NODETOOL_BENCH_ROUNDS, else 7
//   --rows=b,c       only these rows
//   --clients=a,b    only these columns, beside the floor and ours
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { CLIENTS, FLOOR, OURS } from './clients.mjs';
import { formatNotes, formatTable, summarize } from './report.mjs';
import { ROWS } from './rows.mjs';
import { measureSeries } from './series.mjs';

const { values: flags } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    json: { type: 'string' },
    rounds: { type: 'string', default: process.env.NODETOOL_BENCH_ROUNDS ?? '7' },
    rows: { type: 'string' },
    clients: { type: 'string' },
  },
});
const rounds = Number(flags.rounds);
const wants = (list, id) => list === undefined || list.split(',').includes(id);
const rows = ROWS.filter(({ id }) => wants(flags.rows, id));
const clients = CLIENTS.filter(({ id }) => id === FLOOR || id === OURS || wants(flags.clients, id));
if (!Number.isSafeInteger(rounds) || rounds < 1 || rows.length === 0) {
  console.error(
    '--rounds is a number from 1 on; --rows are some of a, b, c, d1, d2, e, f, f1, g, g1, h, i.',
  );
  process.exit(2);
}

/** The version that is installed; ours is what was built. */
function versionOf(name) {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}
const versions = Object.fromEntries(
  ['undici', 'ai', ...clients.flatMap((client) => client.package ?? [])].map((name) => [
    name,
    versionOf(name),
  ]),
);

const isTerminal = process.stderr.isTTY;
const results = await measureSeries({
  rows,
  clients,
  rounds,
  onProgress: (text) => isTerminal && process.stderr.write(`\r\u001B[K${text}`),
});
if (isTerminal) process.stderr.write('\r\u001B[K');
const summary = summarize(rows, clients, results);

console.log(
  `\nNode ${process.versions.node}, ${cpus().length} cores, median of ${rounds}: the floor absolute, the others as ratios to it`,
);
console.log(formatTable(summary, clients));
for (const note of formatNotes(summary, clients)) console.log(note);
console.log(
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', '),
);
if (flags.json !== undefined) {
  const report = { node: process.versions.node, cores: cpus().length, rounds, versions };
  writeFileSync(flags.json, `${JSON.stringify({ ...report, rows: summary }, null, 2)}\n`);
}
const isMissed = summary.some(({ goals }) => goals.some(({ isMet }) => !isMet));
process.exitCode = flags.check && isMissed ? 1 : 0;

// The starter engine beside a real Ollama on the same GGUF files, in one run; the ratio is starter / Ollama.
//   --check       exit code 1 when a goal is missed
//   --rounds=N    default NODETOOL_BENCH_ROUNDS, else 7
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { median } from '../provider/median.mjs';
import { timeAnswer, timeVectors, unload } from './ask.mjs';
import { startBoth } from './start-both.mjs';

const { values: flags } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    rounds: { type: 'string', default: process.env.NODETOOL_BENCH_ROUNDS ?? '7' },
  },
});
const rounds = Number(flags.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  console.error('--rounds is a number from 1 on.');
  process.exit(2);
}

const CHAT = 'smollm2:135m';
const EMBED = 'all-minilm';
const STORY = 'Write a long story about a lighthouse keeper and the sea.';
/** About 600 tokens, another text each time, so that no daemon finds it in its memory. */
const longPrompt = (round, who) =>
  `${who} ${round}: ${`The keeper of number ${round} lights the lamp and writes the weather down. `.repeat(40)}\nSay yes.`;
const texts = Array.from({ length: 64 }, (_, index) => `Sentence ${index} speaks of the sea.`);

/** `better` says whether more or less of the figure is good. The goal of 0.9 is that of the project. */
const ROWS = [
  {
    title: 'tokens/s, 200 tokens',
    better: 'more',
    goal: 0.9,
    model: CHAT,
    measure: async (url, _round, options) =>
      (
        await timeAnswer(url, {
          model: CHAT,
          prompt: STORY,
          options: { ...options, num_predict: 200, stop: [] },
        })
      ).perSecond,
  },
  {
    title: 'ms to first token, short prompt',
    better: 'less',
    goal: 0.9,
    model: CHAT,
    measure: async (url, round, options) =>
      (
        await timeAnswer(url, {
          model: CHAT,
          prompt: `${round}. ${STORY}`,
          options: { ...options, num_predict: 2 },
        })
      ).firstMs,
  },
  {
    title: 'ms to first token, 600 tokens',
    better: 'less',
    goal: 0.9,
    model: CHAT,
    measure: async (url, round, options) =>
      (
        await timeAnswer(url, {
          model: CHAT,
          prompt: longPrompt(round, 'Story'),
          options: { ...options, num_predict: 2 },
        })
      ).firstMs,
  },
  {
    title: 'texts/s, 64 in one request',
    better: 'more',
    model: EMBED,
    measure: (url, _round, options) => timeVectors(url, { model: EMBED, input: texts, options }),
  },
];

const THREADS = [...new Set([1, Math.max(1, availableParallelism() - 1)])];

const both = await startBoth();
let isMissed = false;
try {
  console.log(
    `\nNode ${process.versions.node}, ${cpus().length} cores, median of ${rounds}: ${both.starter.name} beside ${both.ollama.name}, same files, same threads`,
  );
  for (const threads of THREADS) {
    const options = { num_thread: threads, num_ctx: 4096 };
    for (const row of ROWS) {
      const values = { ollama: [], starter: [] };
      for (const who of ['ollama', 'starter']) {
        await unload(both[who].url, row.model);
        await row.measure(both[who].url, 0, options);
      }
      for (let round = 1; round <= rounds; round += 1) {
        // Each is first every other time: neither always meets the warmer machine.
        const order = round % 2 === 0 ? ['ollama', 'starter'] : ['starter', 'ollama'];
        for (const who of order) values[who].push(await row.measure(both[who].url, round, options));
      }
      const [theirs, ours] = [median(values.ollama), median(values.starter)];
      // Above 1 is better than Ollama, whichever way the figure counts.
      const ratio = row.better === 'more' ? ours / theirs : theirs / ours;
      const isMet = row.goal === undefined ? undefined : ratio >= row.goal;
      isMissed ||= isMet === false;
      const verdict =
        isMet === undefined ? '' : isMet ? `  goal ${row.goal} met` : `  goal ${row.goal} MISSED`;
      console.log(
        `${String(threads).padStart(2)} thread(s)  ${row.title.padEnd(34)} ollama ${theirs.toFixed(1).padStart(8)}  starter ${ours.toFixed(1).padStart(8)}  ratio ${ratio.toFixed(2)}${verdict}`,
      );
    }
  }
} finally {
  await both.close();
}
if (flags.check && isMissed) process.exitCode = 1;

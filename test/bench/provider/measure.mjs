// One client, one job, a fresh process. Prints its figures when it was not forked, for a profiler.
import { loadClient } from './clients.mjs';
import { cpuMs, doJob } from './jobs.mjs';

const [id, job, settings, url] = process.argv.slice(2);

async function work() {
  const { result: client, ms: loadMs } = await cpuMs(() => loadClient(id, url));
  // What loading left behind is collected before, or it would count as a cost of the job.
  globalThis.gc?.();
  const figures = await doJob(job, client, JSON.parse(settings));
  return figures === undefined ? { missing: true } : { figures: { loadMs, ...figures } };
}

const outcome = await work().catch((error) => ({
  failure:
    error.code === 'ERR_MODULE_NOT_FOUND'
      ? 'not installed or not built'
      : String(error.message).split('\n')[0],
}));
if (process.send === undefined) console.log(outcome);
else process.send(outcome, () => process.exit(0));

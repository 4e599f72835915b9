// One client, one job, a fresh process. Prints its figures when it was not forked, for a profiler.
import { loadClient } from './clients.mjs';
import { doJob } from './jobs.mjs';

const [id, job, settings, url] = process.argv.slice(2);
const outcome = await loadClient(id, url)
  .then((client) => doJob(job, client, JSON.parse(settings)))
  .then(
    (figures) => (figures === undefined ? { missing: true } : { figures }),
    (error) => ({
      failure:
        error.code === 'ERR_MODULE_NOT_FOUND'
          ? 'not installed or not built'
          : String(error.message).split('\n')[0],
    }),
  );
if (process.send === undefined) console.log(outcome);
else process.send(outcome, () => process.exit(0));

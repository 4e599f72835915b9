// One client, one scenario, a fresh process: CPU of this process per 1,000 chunks.
const [client, url, streams, chunks] = process.argv.slice(2);
const { readStream } = await import(`./clients/${client}.mjs`);
const before = process.cpuUsage();
const counts = await Promise.all(Array.from({ length: Number(streams) }, () => readStream(url)));
const used = process.cpuUsage(before);
const expected = Number(streams) * Number(chunks);
const got = counts.reduce((sum, count) => sum + count, 0);
if (got !== expected) throw new Error(`${client} read ${got} of ${expected} chunks`);
process.send((used.user + used.system) / 1000 / (expected / 1000));
process.disconnect();
process.exit(0);

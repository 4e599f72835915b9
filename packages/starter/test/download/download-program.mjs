// Downloads as the product does: node download-program.mjs <download-file.js> <JSON of the request>
const [module, request] = process.argv.slice(2);
const { downloadFile } = await import(module);
const onProgress = ({ completedBytes }) => process.stdout.write(`${completedBytes}\n`);
const { signal } = new AbortController();
await downloadFile(JSON.parse(request), { signal, environment: {}, onProgress });
process.stdout.write('done\n');

// Starts the child as the product does and says its number: node parent-program.mjs <starter-process.js> <child>
const [module, child] = process.argv.slice(2);
const { StarterProcess } = await import(module);
const starter = new StarterProcess({ prepare: async () => [child, 'well'], environment: {} });
await starter.url();
process.stdout.write(`${starter.pid}\n`);
// A parent that works on until it is killed.
setInterval(() => {}, 1000);

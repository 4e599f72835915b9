// Speaks the handshake of the child process, and then misbehaves as it is told: node child-program.mjs <way> [file]
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [way = 'well', file] = process.argv
  .slice(2)
  .filter((word, index, words) => !words[0].startsWith('--'));
if (file !== undefined) appendFileSync(file, `${process.pid}\n`);
if (way === 'fails') {
  process.stderr.write('first line\nthe engine is damaged\n');
  process.exit(7);
}
process.stdin.resume();
if (way !== 'stays') process.stdin.on('end', () => process.exit(0));
if (way === 'stays') process.on('SIGTERM', () => {});
const server = createServer((request, response) => {
  if (request.url === '/arguments') {
    response.end(JSON.stringify({ pid: process.pid, parameters: process.argv.slice(2) }));
  } else if (request.url === '/environment') response.end(JSON.stringify(process.env));
  else if (request.url === '/crash') {
    process.stderr.write('out of memory\n', () => process.kill(process.pid, 'SIGKILL'));
  } else response.end(JSON.stringify({ version: '0.34.2-starter' }));
});
if (way === 'silent') setInterval(() => {}, 1000);
else {
  server.listen(0, '127.0.0.1', () => {
    const url =
      way === 'foreign' ? 'http://192.0.2.1:80' : `http://127.0.0.1:${server.address().port}`;
    process.stdout.write(
      `a line of somebody else\n{"event":"listening","url":"${url}","pid":${process.pid}}\n`,
    );
  });
}

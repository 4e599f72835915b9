import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What may go wrong with the program. */
export interface FakeOllamaOptions {
  /** At the first start it only prints this and ends. */
  readonly first?: string;
}

/**
 * Writes a program `ollama` that listens where OLLAMA_HOST says, starts a child as an engine would be, and tells both at
 * `/start`. Gives its path.
 */
export function writeFakeOllama(folder: string, { first }: FakeOllamaOptions = {}): string {
  const file = join(folder, 'ollama');
  const script = `#!${process.execPath}
const { spawn } = require('node:child_process');
const { appendFileSync, readFileSync } = require('node:fs');
const starts = ${JSON.stringify(join(folder, 'starts'))};
appendFileSync(starts, 'x');
const first = ${JSON.stringify(first ?? null)};
if (first !== null && readFileSync(starts, 'utf8').length === 1) {
  console.log(first);
  process.exit(1);
}
const child = spawn('/bin/sleep', ['1000'], { stdio: 'ignore' });
const [host, port] = process.env.OLLAMA_HOST.split(':');
require('node:http')
  .createServer((request, response) =>
    response.end(
      JSON.stringify(
        request.url === '/start'
          ? { environment: process.env, child: child.pid }
          : { version: '9.8.7' },
      ),
    ),
  )
  .listen(Number(port), host, () => console.log('Listening on ' + process.env.OLLAMA_HOST));
`;
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  return file;
}

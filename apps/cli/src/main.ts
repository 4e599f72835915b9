#!/usr/bin/env node
import { NodetoolError } from '@nodetool-ai/graph';
import { EXIT } from './exit-code.ts';
import { runProgram } from './program.ts';

const controller = new AbortController();
let forcedExitCode: number | undefined;

/** The first time: cancel and let the run end by itself. The second time: at once. */
function interrupt(exitCode: number): void {
  if (controller.signal.aborted) process.exit(exitCode);
  forcedExitCode = exitCode;
  controller.abort();
}

process.on('SIGINT', () => interrupt(EXIT.cancelled));
// What a shell says of a program that was terminated.
process.on('SIGTERM', () => interrupt(143));
// A reader that leaves (`| head -1`) ends the run quietly.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    const details = { isReaderGone: true };
    controller.abort(new NodetoolError('CANCELLED', 'Nobody reads any more.', { details }));
  });
}

const { env: environment, stdin, stdout, stderr } = process;
const exitCode = await runProgram(process.argv.slice(2), {
  environment,
  stdin,
  stdout,
  stderr,
  signal: controller.signal,
});
// A run that had ended before the signal came keeps its own exit code.
process.exitCode = exitCode === EXIT.cancelled ? (forcedExitCode ?? exitCode) : exitCode;
// A pipe that nobody reads, or a pause of another process, must not hold us.
stdin.unref?.();

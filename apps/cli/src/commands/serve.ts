import { DEFAULT_SERVER_PORT, ERROR_CATALOGUE } from '@nodetool-ai/graph';
import type { Command } from '../arguments/command.ts';
import { usageError } from '../arguments/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import { describeEngine } from './describe-engine.ts';
import { provideStarter } from './provide-starter.ts';

/** `nodetool serve`: the editor in the browser. */
export const serve: Command = {
  name: 'serve',
  operands: [],
  summary: 'Open the editor in the browser, and serve it until Ctrl-C.',
  options: [
    {
      name: 'port',
      kind: 'text',
      value: '<number>',
      help: `The first port to try; the next free one is taken. Default ${DEFAULT_SERVER_PORT}.`,
    },
    {
      name: 'host',
      kind: 'text',
      value: '<address>',
      help: 'Listen on this address: others can then reach the editor, if they know the token.',
    },
    {
      name: 'starter',
      kind: 'flag',
      help: 'Agree to install the starter engine first where it is missing (see `starter install`).',
    },
    { name: 'no-open', kind: 'flag', help: 'Do not open a browser.' },
  ],
  examples: ['nodetool serve', 'nodetool serve --starter', 'nodetool serve --port 8080 --no-open'],
  run: async (invocation, terminal) => {
    const port = readPort(invocation.text('port'));
    const host = invocation.text('host');
    if (invocation.flag('starter')) await provideStarter(terminal);
    // Loaded only here: the other commands start faster without an HTTP server.
    const { startServer } = await import('@nodetool-ai/server');
    const server = await startServer({
      environment: terminal.environment,
      ...(port === undefined ? {} : { port }),
      ...(host === undefined ? {} : { host }),
      report: (error) => {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        terminal.stderr.write(`${ERROR_CATALOGUE.SERVER_FAILED.summary} ${text}\n`);
      },
    });
    terminal.stdout.write(`NodeTool is at ${server.launchUrl}\n`);
    if (server.isOpenToNetwork) {
      terminal.stderr.write(
        `warning: everybody who can reach ${host} and knows the token can run workflows here, over a connection that is not encrypted.\n`,
      );
    }
    if (server.interruptedRuns > 0) {
      terminal.stdout.write(`Runs that had been interrupted: ${server.interruptedRuns}.\n`);
    }
    terminal.stdout.write(`${await describeEngine(terminal)}\nCtrl-C stops it.\n`);
    if (!invocation.flag('no-open') && hasBrowser(terminal)) {
      const { default: open } = await import('open');
      // No browser after all: the address stands above.
      await open(server.ticketUrl()).catch(() => undefined);
    }
    await untilAborted(terminal.signal);
    terminal.stdout.write('Stopping.\n');
    await server.close();
    return EXIT.ok;
  },
};

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw usageError(`--port: ${text} is not a port (0 to 65535).`, 'serve');
}

/** Nobody sits before a program without a terminal, and a Linux without a display shows no browser. */
function hasBrowser({ environment, stdout }: Terminal): boolean {
  if (stdout.isTTY !== true || environment['CI']) return false;
  if (environment['SSH_CONNECTION']) return false;
  return (
    process.platform !== 'linux' ||
    Boolean(
      environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY'] ?? environment['WSL_DISTRO_NAME'],
    )
  );
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

import type { EngineReport, EngineState } from '@nodetool-ai/graph';

/** How the lamp shines. `missing`: nothing is there; `failed`: something is there and does not work. */
export function lampOf(state: EngineState): 'ready' | 'missing' | 'failed' {
  if (state === 'ready') return 'ready';
  return state === 'refused' || state === 'absent' ? 'missing' : 'failed';
}

const SHORT: Readonly<Record<Exclude<EngineState, 'ready'>, string>> = {
  refused: 'Ollama not found',
  timeout: 'Ollama does not answer',
  unauthorized: 'Ollama wants a key',
  'not-ollama': 'Not Ollama',
  incomplete: 'Ollama is incomplete',
  'http-error': 'Ollama answers with an error',
  absent: 'No local engine here',
};

/** Two or three words for the badge. */
export function shortState(report: EngineReport): string {
  if (report.state === 'ready')
    return report.kind === 'starter' ? 'Starter engine' : `Ollama ${report.version ?? ''}`.trim();
  // Where the starter can be had, Ollama is not the only thing that is looked for.
  const isOffered = report.state === 'refused' && report.starter?.isSupported === true;
  return isOffered ? 'No engine yet' : SHORT[report.state];
}

/** The title of the popover: the cause. */
export function longState(report: EngineReport): string {
  if (report.state !== 'refused') return shortState(report);
  const port = /:(\d+)$/.exec(report.url ?? '')?.[1];
  return port === undefined ? SHORT.refused : `Nothing listens on port ${port}`;
}

/** Starts the daemon in a terminal, on every system. */
export const START_COMMAND = 'ollama serve';

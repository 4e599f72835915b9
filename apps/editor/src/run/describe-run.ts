import { isLive, phaseOf } from './node-run.ts';
import type { NodeRun, Phase } from './node-run.ts';

/** What the status line of a node says. */
export interface StatusWords {
  readonly words: string;
  readonly tone: 'quiet' | 'live' | 'warn' | 'error';
  readonly icon:
    | 'clock'
    | 'download'
    | 'lines'
    | 'play'
    | 'check'
    | 'skip'
    | 'error'
    | 'stop'
    | 'warn';
}

const LIVE: Readonly<Record<Phase, StatusWords>> = {
  waiting: { words: 'Waiting', tone: 'live', icon: 'clock' },
  loading: { words: 'Loading model', tone: 'live', icon: 'download' },
  reading: { words: 'Reading prompt', tone: 'live', icon: 'lines' },
  thinking: { words: 'Thinking', tone: 'live', icon: 'lines' },
  answering: { words: 'Answering', tone: 'live', icon: 'play' },
  computing: { words: 'Running', tone: 'live', icon: 'play' },
};

/** Says in plain words how a node stands. */
export function describeNodeRun(node: NodeRun): StatusWords {
  if (isLive(node)) return LIVE[phaseOf(node) ?? 'computing'];
  switch (node.state) {
    case 'queued':
    case 'running':
      return { words: 'Waiting for its inputs', tone: 'quiet', icon: 'clock' };
    case 'completed':
      return node.warnings.length > 0
        ? { words: 'Done, with a warning', tone: 'warn', icon: 'warn' }
        : { words: 'Done', tone: 'quiet', icon: 'check' };
    case 'cached':
      return { words: 'Same as last run', tone: 'quiet', icon: 'check' };
    case 'bypassed':
      return { words: 'Bypassed', tone: 'quiet', icon: 'skip' };
    case 'skipped':
      return {
        words: node.reason === undefined ? 'Not run' : `Not run: ${node.reason}`,
        tone: 'quiet',
        icon: 'skip',
      };
    case 'failed':
      return { words: SHORT[node.error?.code ?? ''] ?? 'Failed', tone: 'error', icon: 'error' };
    case 'cancelled':
      return { words: 'Stopped', tone: 'quiet', icon: 'stop' };
  }
}

const SHORT: Readonly<Record<string, string>> = {
  OLLAMA_UNREACHABLE: 'Ollama does not answer',
  OLLAMA_CONNECTION_LOST: 'Ollama stopped answering',
  OLLAMA_TIMEOUT: 'Ollama took too long',
  MODEL_NOT_FOUND: 'Model is not installed',
  MODEL_NOT_CHOSEN: 'No model is chosen',
  MODEL_LACKS_CAPABILITY: 'Model cannot do this',
  MODEL_OUT_OF_MEMORY: 'Not enough memory',
  CONTEXT_OVERFLOW: 'Prompt is too long',
  RUN_INTERRUPTED: 'Interrupted',
};

/** `0.4 s` below ten seconds, `1:07` from a minute on. */
export function formatDuration(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const rest = String(seconds % 60).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** `4.1 GB`; decimal units, as daemons and disks count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 && unit > 1 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

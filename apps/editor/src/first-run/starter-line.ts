import type { EngineReport } from '@nodetool-ai/graph';
import { starterState } from '../starter/starter-state.ts';
import type { StarterState } from '../starter/starter-state.ts';
import type { StateTone } from './state-line.tsx';

/** The state of the starter engine in a few words, and a sentence where more must be said. */
export interface StarterLine {
  readonly tone: StateTone;
  readonly words: string;
  readonly more?: string;
}

const LINES: Readonly<Record<Exclude<StarterState, 'unsupported' | 'cancelled'>, StarterLine>> = {
  missing: { tone: 'warning', words: 'Not to be had here' },
  installable: { tone: 'good', words: 'Can be installed now' },
  running: { tone: 'busy', words: 'Is being installed' },
  ready: {
    tone: 'good',
    words: 'Ready: it answers now',
    more: 'As soon as Ollama answers, that is used instead.',
  },
  installed: {
    tone: 'warning',
    words: 'Installed, and does not answer yet',
    more: 'It is started by itself while no Ollama answers.',
  },
  failed: { tone: 'bad', words: 'Was not installed' },
  'no-room': { tone: 'warning', words: 'Not enough room on this disk' },
  'set-aside': {
    tone: 'waiting',
    words: 'Not used: an address of Ollama is set',
    more: 'While an address is set, it alone is asked. Use the default in the settings, and the starter can answer.',
  },
};

/** Gives the line by the report of the engine. */
export function starterLine(report: EngineReport): StarterLine {
  const state = starterState(report);
  if (state === 'unsupported')
    return {
      tone: 'warning',
      words: 'Not for this system',
      more: report.starter?.unsupportedCause ?? 'There is none for this system.',
    };
  if (state !== 'cancelled') return LINES[state];
  const kept = (report.starter?.parts ?? []).filter(({ isInstalled }) => isInstalled);
  return {
    tone: 'waiting',
    words: 'Cancelled',
    more:
      kept.length === 0
        ? 'No part is whole yet; what can go on where it stopped, does.'
        : `Kept: ${kept.map(({ title }) => title).join(', ')}. Only the rest is still to be fetched.`,
  };
}

import { format } from 'node:util';
import { afterEach, beforeEach } from 'vitest';

const NAMES = ['log', 'info', 'warn', 'error'] as const;
const originals = new Map(NAMES.map((name) => [name, console[name]]));
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const name of NAMES) {
    console[name] = (...values: unknown[]) => printed.push(`console.${name}: ${format(...values)}`);
  }
});

afterEach(() => {
  for (const [name, original] of originals) console[name] = original;
  if (printed.length > 0) throw new Error(`a test must not print:\n${printed.join('\n')}`);
});

import { expect, test } from 'vitest';
import { INSTALL_COMMANDS, systemOf } from '../../src/first-run/install-commands.ts';

test.each([
  ['linux', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'],
  ['mac', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15'],
  ['windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36'],
])('%s is known by its browser and has a command', (system, userAgent) => {
  expect(systemOf(userAgent)).toBe(system);
  expect(INSTALL_COMMANDS.map(({ system: name }) => name)).toContain(system);
});

import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeUnusedStores } from '../../src/ollama/model-store.ts';
import { temporaryFolder } from '../../../../packages/starter/test/temporary-folder.ts';

test('stores of models that nobody used for two weeks are removed, and nothing else', () => {
  const folder = temporaryFolder();
  const make = (name: string, days: number) => {
    mkdirSync(join(folder, name));
    const then = Date.now() / 1000 - days * 24 * 60 * 60;
    utimesSync(join(folder, name), then, then);
  };
  make('models-0123456789ab', 15);
  make('models-aaaaaaaaaaaa', 15);
  make('models-bbbbbbbbbbbb', 13);
  make('models-of-somebody', 15);
  make('program', 15);
  removeUnusedStores(join(folder, 'models-0123456789ab'));
  expect(readdirSync(folder)).toEqual([
    'models-0123456789ab',
    'models-bbbbbbbbbbbb',
    'models-of-somebody',
    'program',
  ]);
});

import { expect, test } from 'vitest';
import { childEnvironment } from '../../src/supervise/child-environment.ts';

test('the child gets what it needs to run and to fetch, however the system writes the names', () => {
  const given = {
    Path: 'C:\\bin',
    https_proxy: 'http://proxy:8080',
    PIP_INDEX_URL: 'https://index.example/simple',
    APPDATA: 'C:\\data',
  };
  expect(childEnvironment(given)).toEqual(given);
});

test('the child gets no key, no token, no option of Node and nothing that is not set', () => {
  const given = {
    OLLAMA_API_KEY: 'hush',
    NODETOOL_SERVER_TOKEN: 'hush',
    NODE_OPTIONS: '--inspect',
    HF_TOKEN: 'hush',
    HOME: undefined,
  };
  expect(childEnvironment(given)).toEqual({});
});

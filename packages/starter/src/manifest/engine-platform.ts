import { isRecord, NodetoolError } from '@nodetool-ai/graph';

/** A system that the engine is built for, by the name of its package. */
export type EnginePlatform =
  | 'linux-x64'
  | 'linux-arm64'
  | 'linux-armv7l'
  | 'linux-riscv64'
  | 'mac-arm64-metal'
  | 'mac-x64'
  | 'win-x64'
  | 'win-arm64';

/** What decides which build of the engine fits. */
export interface HostSystem {
  /** As `process.platform` says it. */
  readonly platform: string;
  /** As `process.arch` says it. */
  readonly architecture: string;
  /** Version of ARM, `7` for example; absent elsewhere. */
  readonly armVersion?: string;
  /** Version of the GNU C library; absent on a system without it, such as Alpine. */
  readonly glibcVersion?: string;
}

/** It stays the same while a process lives. */
let known: HostSystem | undefined;

/** The system that this process runs on. */
export function thisHost(): HostSystem {
  known ??= readHost();
  return known;
}

function readHost(): HostSystem {
  const glibcVersion = process.platform === 'linux' ? readGlibcVersion() : undefined;
  const variables: Readonly<Record<string, unknown>> = { ...process.config.variables };
  const armVersion = variables['arm_version'];
  return {
    platform: process.platform,
    architecture: process.arch,
    ...(typeof armVersion === 'string' && { armVersion }),
    ...(glibcVersion === undefined ? {} : { glibcVersion }),
  };
}

const PLATFORMS: Readonly<Record<string, EnginePlatform>> = {
  'linux/x64': 'linux-x64',
  'linux/arm64': 'linux-arm64',
  'linux/arm': 'linux-armv7l',
  'linux/riscv64': 'linux-riscv64',
  'darwin/arm64': 'mac-arm64-metal',
  'darwin/x64': 'mac-x64',
  'win32/x64': 'win-x64',
  'win32/arm64': 'win-arm64',
};

/** The build of the engine for a system. Throws STARTER_UNSUPPORTED, with the reason, where there is none. */
export function enginePlatformOf(host: HostSystem = thisHost()): EnginePlatform {
  const { platform, architecture, armVersion, glibcVersion } = host;
  const found = PLATFORMS[`${platform}/${architecture}`];
  if (found === undefined)
    throw unsupported(`It is not built for ${platform} on ${architecture} processors.`);
  if (found === 'linux-armv7l' && Number(armVersion) < 7)
    throw unsupported(`It needs ARM version 7, and this is version ${armVersion}.`);
  if (platform === 'linux' && glibcVersion === undefined)
    throw unsupported(
      'It needs the GNU C library, which this system (Alpine, musl) does not have.',
    );
  return found;
}

function unsupported(why: string): NodetoolError {
  return new NodetoolError(
    'STARTER_UNSUPPORTED',
    `There is no starter engine for this system. ${why}`,
    {
      hint: 'Install Ollama instead (https://ollama.com/download), or set OLLAMA_API_URL to one on another machine.',
    },
  );
}

function readGlibcVersion(): string | undefined {
  const { report } = process;
  // Else the report looks up the names of all connections, which takes seconds. Older versions of Node ignore it.
  Reflect.set(report, 'excludeNetwork', true);
  const content: unknown = report.getReport();
  const header = isRecord(content) ? content['header'] : undefined;
  const version = isRecord(header) ? header['glibcVersionRuntime'] : undefined;
  return typeof version === 'string' ? version : undefined;
}

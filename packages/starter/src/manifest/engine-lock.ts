import { ENGINE_PACKAGES, ENGINE_VERSION } from './engine-manifest.ts';
import { ENGINE_PACKAGE_LINES } from './engine-packages.ts';
import type { EnginePlatform } from './engine-platform.ts';

/** The two files that npm installs the engine from. */
export interface EngineLock {
  /** Text of `package.json`. */
  readonly packageJson: string;
  /** Text of `package-lock.json`. */
  readonly packageLock: string;
}

/** A package as a lock file lists it. No address: npm asks the registry that the person has set. */
interface LockedPackage {
  readonly version: string;
  readonly integrity: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const NAME = 'nodetool-starter-engine';

/**
 * The files for one platform: exact versions and integrity of all packages. The platform's own package is named directly
 * and no optional one is listed, so the large builds for graphics processors stay away.
 */
export function engineLockOf(platform: EnginePlatform): EngineLock {
  const { name, integrity } = ENGINE_PACKAGES[platform];
  const dependencies = { [name]: ENGINE_VERSION, 'node-llama-cpp': ENGINE_VERSION };
  const root = { name: NAME, version: '1.0.0', dependencies };
  const packages = {
    '': root,
    [`node_modules/${name}`]: { version: ENGINE_VERSION, integrity },
    ...Object.fromEntries(ENGINE_PACKAGE_LINES.map(lockedPackage)),
  };
  const lock = { name: NAME, version: '1.0.0', lockfileVersion: 3, requires: true, packages };
  return { packageJson: toText({ ...root, private: true }), packageLock: toText(lock) };
}

function lockedPackage(line: string): readonly [string, LockedPackage] {
  const [place = '', version = '', integrity = '', ...needs] = line.split(' ');
  const path = `node_modules/${place.replaceAll('>', '/node_modules/')}`;
  // The version of each is fixed by its own entry; here only the names matter.
  const dependencies = Object.fromEntries(needs.map((need) => [need, '*']));
  return [path, { version, integrity, ...(needs.length === 0 ? {} : { dependencies }) }];
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

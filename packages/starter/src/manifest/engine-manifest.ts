import type { EnginePlatform } from './engine-platform.ts';

/** The version of node-llama-cpp that is installed; the newest that is published for every platform. */
export const ENGINE_VERSION = '3.21.1';

/** SPDX name of the licence of node-llama-cpp and llama.cpp. */
export const ENGINE_LICENCE = 'MIT';

/** Bytes that are downloaded for everything but the platform's own package, measured. */
const ENGINE_SHARED_DOWNLOAD_BYTES = 43_937_303;

/** Bytes on disk of everything but the platform's own package, measured. */
const ENGINE_SHARED_DISK_BYTES = 49_434_755;

/** The package with the compiled engine for one platform. */
export interface EnginePackage {
  readonly name: string;
  /** Of the package's archive, as the registry publishes it. */
  readonly integrity: string;
  /** Bytes of the archive. */
  readonly downloadBytes: number;
  /** Bytes of its files. */
  readonly diskBytes: number;
}

/** The compiled engine, platform by platform. */
export const ENGINE_PACKAGES: Readonly<Record<EnginePlatform, EnginePackage>> = {
  'linux-x64': {
    name: '@node-llama-cpp/linux-x64',
    integrity:
      'sha512-Totj6RTDMGo3FoK2yNUaz/oGmZD0olAqTrRluFUWmu0kW2i9TOzHSW0OWCAiGkzRCVX0WsU2CyUQo/W2NYtdPA==',
    downloadBytes: 10_582_760,
    diskBytes: 29_596_913,
  },
  'linux-arm64': {
    name: '@node-llama-cpp/linux-arm64',
    integrity:
      'sha512-eI3anSEGzJiwF2rpMpZVTdHzw47LztbvfvuRzlu/fPO18ROnBOd+75RPUBlV6qENPpmNtbov85+3VODwEwBurg==',
    downloadBytes: 7_213_055,
    diskBytes: 19_621_918,
  },
  'linux-armv7l': {
    name: '@node-llama-cpp/linux-armv7l',
    integrity:
      'sha512-N/IaOXCQogfyDrlANRXbU2u+l0dbZ4BBqc3/Rv1xknHbRi/rX0rrOf5elPG8S9I5p9ebcU48HrRqk2d9O/LNHw==',
    downloadBytes: 4_285_216,
    diskBytes: 12_636_120,
  },
  'linux-riscv64': {
    name: '@node-llama-cpp/linux-riscv64',
    integrity:
      'sha512-tjxegcxrw4heT3LIyPjXvCu7pFaD7e4ac1z+5KhWf/iS/9SSB9poqNyPXSkPibyzhTBB8BgDY47LgfBKqiu/xQ==',
    downloadBytes: 4_781_916,
    diskBytes: 11_497_805,
  },
  'mac-arm64-metal': {
    name: '@node-llama-cpp/mac-arm64-metal',
    integrity:
      'sha512-6MIDAZV7DXD9R1+jEXWJkFuolni3GATGE6mmuyFYc6ZmtOh9djAy15df0T0AXK3sCmVKL+fQcOAWZezxx4MvQQ==',
    downloadBytes: 4_858_447,
    diskBytes: 14_666_204,
  },
  'mac-x64': {
    name: '@node-llama-cpp/mac-x64',
    integrity:
      'sha512-Q4nyNmbcNiKygBZQZjX+qLk2w3YzoiFpLWsxNURQN7xjyUi2p2rWxjRa7Otg0FrjGf/ri4aQ+X3Uj5Y0zD06eg==',
    downloadBytes: 10_809_280,
    diskBytes: 30_019_289,
  },
  'win-x64': {
    name: '@node-llama-cpp/win-x64',
    integrity:
      'sha512-JcIpCnra7bAd7JNWA8ehdn2DIRaTMuj+fBC8bw+5rKSNzszWFbuj2XA05c5QHovonDMBLN1ePXE/hcfZtzXoUQ==',
    downloadBytes: 9_787_045,
    diskBytes: 48_620_398,
  },
  'win-arm64': {
    name: '@node-llama-cpp/win-arm64',
    integrity:
      'sha512-/UDR7Y0B8iKfc/tqxBmWkcgRdZQ9Wrkwod7fYl4J6iZXcTIj286RkHvZSED7VMY67TrcUXVvxJVMNFtmjeYnDg==',
    downloadBytes: 4_606_830,
    diskBytes: 22_460_249,
  },
};

/** Bytes that are downloaded for the engine of a platform. */
export function engineDownloadBytes(platform: EnginePlatform): number {
  return ENGINE_SHARED_DOWNLOAD_BYTES + ENGINE_PACKAGES[platform].downloadBytes;
}

/** Bytes that the engine of a platform takes on the disk. */
export function engineDiskBytes(platform: EnginePlatform): number {
  return ENGINE_SHARED_DISK_BYTES + ENGINE_PACKAGES[platform].diskBytes;
}

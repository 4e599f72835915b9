export { testCacheFolder } from './cache-folder.ts';
export { installOllama } from './install-ollama.ts';
export type { InstalledOllama } from './install-ollama.ts';
export type { InstallOptions } from './install-options.ts';
export { startOllama } from './ollama-daemon.ts';
export type { OllamaDaemon, StartOptions } from './ollama-daemon.ts';
export { TestDaemonUnavailable } from './test-daemon-unavailable.ts';
export { provideTestDaemon } from './test-daemon.ts';
export type { TestDaemon } from './test-daemon.ts';

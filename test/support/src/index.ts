export { launchBrowser } from './browser/launch-browser.ts';
export { startTcpProxy } from './network/tcp-proxy.ts';
export type { ProxiedConnection, TcpProxy } from './network/tcp-proxy.ts';
export { startOllama } from './ollama/ollama-daemon.ts';
export type { OllamaDaemon, StartOptions } from './ollama/ollama-daemon.ts';
export { provideTestDaemon } from './ollama/test-daemon.ts';
export type { TestDaemon } from './ollama/test-daemon.ts';
export { installOllama, testCacheFolder, TestDaemonUnavailable } from './ollama/index.ts';
export type { InstalledOllama, InstallOptions } from './ollama/index.ts';

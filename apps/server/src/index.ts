export { createServer, LOOPBACK_NAMES } from './create-server.ts';
export type { Server, ServerOptions } from './create-server.ts';
export { BUILT_EDITOR } from './editor-source.ts';
export type { EditorSource } from './editor-source.ts';
export { DEFAULT_GUARDS } from './guards/default-guards.ts';
export type { Guard } from './guards/guard.ts';
export { startServer } from './start-server.ts';
export type { RunningServer, StartOptions } from './start-server.ts';

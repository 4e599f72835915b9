export { starterFolderAt } from './folder/starter-folder.ts';
export type { StarterFolder } from './folder/starter-folder.ts';
export { ModelLibrary } from './library/model-library.ts';
export type { LibraryModel } from './library/model-library.ts';
export type { ModelRecord } from './library/model-record.ts';
export { isProcessAlive, withLock } from './install/file-lock.ts';
export type { LockOptions } from './install/file-lock.ts';
export { installOnce } from './install/install-once.ts';
export type { InstallOnceOptions } from './install/install-once.ts';
export { startProcessGroup } from './install/process-group.ts';
export type { ProcessEnd, ProcessGroup, ProcessGroupOptions } from './install/process-group.ts';
export { runPip } from './install/run-pip.ts';
export { lastLines, runTool, ToolError } from './install/run-tool.ts';
export type { ToolOptions } from './install/run-tool.ts';
export { readZipMembers } from './zip/read-zip.ts';
export type { WantedMember } from './zip/read-zip.ts';
export { StarterEngine } from './supervise/starter-engine.ts';
export type { StarterEngineOptions } from './supervise/starter-engine.ts';
export type {
  StarterInstaller,
  StarterInstallOptions,
  StarterProgress,
} from './supervise/starter-installer.ts';

export { starterFolderAt } from './folder/starter-folder.ts';
export type { StarterFolder } from './folder/starter-folder.ts';
export { ModelLibrary } from './library/model-library.ts';
export type { LibraryModel } from './library/model-library.ts';
export type { ModelRecord } from './library/model-record.ts';
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
export { fetchFromPip } from './install/fetch-from-pip.ts';
export type { InstallOptions, InstallProgress, InstallStatus } from './install/install-progress.ts';
export { makeGguf } from './install/make-gguf.ts';
export { removeParts } from './install/remove-parts.ts';
export type { Removal } from './install/remove-parts.ts';
export type { StarterParts } from './install/starter-parts.ts';
export type { ModelMember, StarterModel } from './manifest/starter-model.ts';
export { STARTER_MODELS } from './manifest/starter-models.ts';
export { addModel } from './install/add-model.ts';
export type { ModelOffer } from './install/add-consent.ts';
export type { AddOptions } from './install/add-options.ts';

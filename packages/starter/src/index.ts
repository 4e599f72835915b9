export { starterFolderAt } from './folder/starter-folder.ts';
export type { StarterFolder } from './folder/starter-folder.ts';
export { ModelLibrary } from './library/model-library.ts';
export type { LibraryModel } from './library/model-library.ts';
export type { ModelRecord } from './library/model-record.ts';

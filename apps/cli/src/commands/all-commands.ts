import type { Command } from '../arguments/command.ts';
import { modelsCopy } from './models-copy.ts';
import { modelsList } from './models-list.ts';
import { modelsLoaded } from './models-loaded.ts';
import { modelsPull } from './models-pull.ts';
import { modelsRemove } from './models-remove.ts';
import { modelsShow } from './models-show.ts';
import { modelsUnload } from './models-unload.ts';
import { nodeInfo } from './node-info.ts';
import { nodeList } from './node-list.ts';
import { nodeRun } from './node-run.ts';
import { runWorkflow } from './run-workflow.ts';
import { secretsList, secretsRemove, secretsStore } from './secrets.ts';
import { serve } from './serve.ts';
import { starterAdd } from './starter-add.ts';
import { starterInstall } from './starter-install.ts';
import { starterRemove } from './starter-remove.ts';
import { starterStatus } from './starter-status.ts';
import { validate } from './validate.ts';

/** Every command, in the order of the help. */
export const ALL_COMMANDS: readonly Command[] = [
  serve,
  runWorkflow,
  validate,
  nodeRun,
  nodeList,
  nodeInfo,
  modelsList,
  modelsShow,
  modelsPull,
  modelsCopy,
  modelsRemove,
  modelsLoaded,
  modelsUnload,
  starterInstall,
  starterStatus,
  starterAdd,
  starterRemove,
  secretsStore,
  secretsList,
  secretsRemove,
];

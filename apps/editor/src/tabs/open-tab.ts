import type { Workflow } from '@nodetool-ai/graph';
import type { NodeCatalog } from '../catalog/node-catalog.ts';
import type { DocumentStore } from '../document/document-store.ts';
import { PortResolver } from '../document/port-resolver.ts';
import { RunController } from '../run/run-controller.ts';
import { RunStore } from '../run/run-store.ts';
import { startAutosave } from './autosave.ts';
import type { Autosave } from './autosave.ts';

/** A workflow that is open, with everything that belongs to it. */
export interface OpenTab {
  readonly id: string;
  readonly document: DocumentStore;
  readonly ports: PortResolver;
  readonly run: RunStore;
  readonly controller: RunController;
  readonly autosave: Autosave;
  /** Whether what was typed before a crash or reload was put back. */
  readonly isRecovered: boolean;
}

/** Puts the parts of a tab together. */
export function createTab(
  id: string,
  document: DocumentStore,
  surroundings: {
    readonly catalog: NodeCatalog;
    readonly owner: string;
    readonly isRecovered: boolean;
    /** What may have been stored without our hearing of it. */
    readonly sent: Workflow | undefined;
  },
): OpenTab {
  const run = new RunStore();
  return {
    id,
    document,
    run,
    ports: new PortResolver(surroundings.catalog),
    controller: new RunController(run),
    autosave: startAutosave(document, surroundings.owner, surroundings.sent),
    isRecovered: surroundings.isRecovered,
  };
}

import { isNodetoolError } from '@nodetool-ai/graph';
import { askServer } from '../api/http-client.ts';
import type { Workspace } from '../workspace.ts';

/** What is needed of the page to pull a model. */
type PullScreen = Pick<Workspace, 'engine' | 'screen'>;

/** Only what is a name of a model can be pulled. */
export const isModelName = (name: string): boolean => /^[\w][\w./:-]{0,127}$/.test(name);

/** Lets the daemon pull a model. How far it is comes with the reports of the daemon; what goes wrong is a toast. */
export function startPull(page: PullScreen, model: string): Promise<void> {
  return order(page, '/api/models/pull', model);
}

/** Ends a pull; what has come so far is kept by the daemon. */
export function cancelPull(page: PullScreen, model: string): Promise<void> {
  return order(page, '/api/models/pull/cancel', model);
}

async function order({ engine, screen }: PullScreen, path: string, model: string): Promise<void> {
  try {
    await askServer(path, { body: { model } });
  } catch (error) {
    const text = isNodetoolError(error) ? `${error.message} ${error.hint}` : String(error);
    screen.setState({ toast: { text } });
  }
  await engine.refresh();
}

import { isNodetoolError } from '@nodetool-ai/graph';
import { askServer } from '../api/http-client.ts';
import type { Workspace } from '../workspace.ts';

/** What is needed of the page to install the starter engine. */
type StarterScreen = Pick<Workspace, 'engine' | 'screen'>;

/**
 * Begins to install the starter engine: all that is missing, or the parts that are named by their ids. How far it is
 * comes with the reports of the engine; a refusal is a toast.
 */
export function startInstall(page: StarterScreen, parts?: readonly string[]): Promise<void> {
  return order(page, '/api/starter/install', parts === undefined ? {} : { parts });
}

/** Ends the installation; parts that are whole are kept. */
export function cancelInstall(page: StarterScreen): Promise<void> {
  return order(page, '/api/starter/cancel', {});
}

/**
 * Begins to put the models of the starter into the Ollama that answers; what is missing is fetched first. How far it is
 * comes with the reports of the engine, as of an installation.
 */
export function fillOllama(page: StarterScreen): Promise<void> {
  return order(page, '/api/starter/fill', {});
}

async function order({ engine, screen }: StarterScreen, path: string, body: unknown) {
  try {
    await askServer(path, { body });
  } catch (error) {
    const text = isNodetoolError(error) ? `${error.message} ${error.hint}` : String(error);
    screen.setState({ toast: { text } });
  }
  await engine.refresh();
}

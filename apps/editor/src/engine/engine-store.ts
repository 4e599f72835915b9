import { isNodetoolError } from '@nodetool-ai/graph';
import type { EngineReport, ModelFacts, ModelFactsLookup } from '@nodetool-ai/graph';
import { createStore } from 'zustand/vanilla';
import { askServer } from '../api/http-client.ts';

/** Whether our own server can be talked to. */
export type Connection = 'open' | 'no-token' | 'unreachable';

/** What is known of the daemon and of our own server. */
export interface EngineStoreState {
  readonly connection: Connection;
  /** The last report; undefined before the first. */
  readonly report: EngineReport | undefined;
  /** Since when the daemon is as it is now, milliseconds since 1970. */
  readonly since: number | undefined;
  /** The last version that answered and how many models it had. */
  readonly lastReady: { readonly version?: string; readonly models?: number } | undefined;
  /** When it is asked the next time by itself, milliseconds since 1970; undefined before the first time. */
  readonly nextAskAt: number | undefined;
}

const POLL_MS = 3000;
/** While a model or the starter comes, figures are shown that change. */
const BUSY_POLL_MS = 1000;

/** Asks for the state of the daemon again and again while the page is looked at. */
export type EngineStore = ReturnType<typeof createEngineStore>;

/** Makes the store. Nothing is asked before `start`. */
export function createEngineStore() {
  const store = createStore<EngineStoreState>(() => ({
    connection: 'open',
    report: undefined,
    since: undefined,
    lastReady: undefined,
    nextAskAt: undefined,
  }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    try {
      const report = await askServer<EngineReport>('/api/engine');
      const before = store.getState();
      const isSame = before.report?.state === report.state;
      store.setState({
        connection: 'open',
        report: keepModels(report, before.report),
        since: isSame ? before.since : report.askedAt,
        ...(report.state === 'ready' ? { lastReady: readyOf(report) } : {}),
      });
    } catch (error) {
      const isRefused = isNodetoolError(error) && error.code === 'TOKEN_REFUSED';
      store.setState({ connection: isRefused ? 'no-token' : 'unreachable' });
    }
  }

  const refresh = (): Promise<void> => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };

  const poll = async () => {
    if (document.visibilityState === 'visible') await refresh();
    const waitMs = isBusy(store.getState().report) ? BUSY_POLL_MS : POLL_MS;
    store.setState({ nextAskAt: Date.now() + waitMs });
    timer = setTimeout(() => void poll(), waitMs);
  };

  /** What is known of a model: the picker's facts serve the wires too. */
  const facts: ModelFactsLookup = (provider, id) =>
    store
      .getState()
      .report?.models?.find((model) => model.provider === provider && isModelNamed(model, id));

  return Object.assign(store, {
    facts,
    refresh,
    start: () => {
      void poll();
      const onVisible = () => void (document.visibilityState === 'visible' && refresh());
      document.addEventListener('visibilitychange', onVisible);
      return () => {
        clearTimeout(timer);
        document.removeEventListener('visibilitychange', onVisible);
      };
    },
  });
}

/** `llama3.2` means `llama3.2:latest`. */
export function isModelNamed(model: ModelFacts, id: string): boolean {
  return model.id === id || model.id === `${id}:latest`;
}

/** The same list stays the same object, so that what is drawn from it is not drawn again. */
function keepModels(report: EngineReport, before: EngineReport | undefined): EngineReport {
  const isSame = JSON.stringify(report.models) === JSON.stringify(before?.models);
  return isSame && before?.models !== undefined ? { ...report, models: before.models } : report;
}

/** Whether something is on its way whose figures change. */
function isBusy(report: EngineReport | undefined): boolean {
  return (
    report?.starter?.install?.state === 'running' ||
    (report?.pulls ?? []).some(({ state }) => state === 'running')
  );
}

function readyOf({ version, models }: EngineReport): EngineStoreState['lastReady'] {
  return {
    ...(version === undefined ? {} : { version }),
    ...(models === undefined ? {} : { models: models.length }),
  };
}

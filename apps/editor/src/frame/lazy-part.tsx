import { use } from 'react';

type Load = () => Promise<React.ComponentType>;

const parts: Load[] = [];

/**
 * A part of the page that is loaded when it is first shown, or soon after the start by {@link loadParts}, so that it
 * is there when the server is not. A failed load is tried again the next time.
 */
export function lazyPart(load: Load): React.ComponentType {
  let loading: Promise<React.ComponentType> | undefined;
  const begin: Load = () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  parts.push(begin);
  return function LazyPart() {
    const Part = use(begin());
    return <Part />;
  };
}

/** Loads all parts while there is time; what fails is loaded when it is needed. */
export function loadParts(): void {
  for (const begin of parts) begin().catch(() => undefined);
}

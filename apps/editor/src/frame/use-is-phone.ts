import { useSyncExternalStore } from 'react';

/** Below this width the outline takes the place of the mat. */
const query = matchMedia('(max-width: 639px)');

function subscribe(listener: () => void): () => void {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether the page is as narrow as a phone. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches);
}

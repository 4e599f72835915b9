import { useEffect, useState } from 'react';

/** When the component goes away, the focus returns to where it was before, unless it has gone elsewhere meanwhile. */
export function useReturnFocus(): void {
  // Looked at while the component is made: its own field takes the focus before its effects run.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // The element that had the focus is taken out of the page first; then nothing has it.
      requestAnimationFrame(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    },
    [before],
  );
}

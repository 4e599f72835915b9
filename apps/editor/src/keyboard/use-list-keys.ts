import { useState } from 'react';

/** A list that is gone through from the field above it, which keeps the focus. */
export interface ListKeysInput<T> {
  readonly items: readonly T[];
  readonly onChoose: (item: T) => void;
  readonly onClose: () => void;
}

/** What the field and the list need. */
export interface ListKeys<T> {
  /** The item that Enter chooses. */
  readonly active: T | undefined;
  readonly onKeyDown: (event: React.KeyboardEvent) => void;
  /** Goes back to the first item: the list is another one. */
  readonly restart: () => void;
}

/** Arrows go through a list, Enter chooses, Escape closes. Other keys are left to the field. */
export function useListKeys<T>({ items, onChoose, onClose }: ListKeysInput<T>): ListKeys<T> {
  const [current, setCurrent] = useState(0);
  const active = items[Math.min(current, items.length - 1)];
  return {
    active,
    restart: () => setCurrent(0),
    onKeyDown: (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') onClose();
      // Behind the list is nothing that could be reached while it is open.
      else if (event.key === 'Tab') event.preventDefault();
      else if (event.key === 'ArrowDown') setCurrent(Math.min(current + 1, items.length - 1));
      else if (event.key === 'ArrowUp')
        setCurrent(Math.max(Math.min(current, items.length) - 1, 0));
      else if (event.key === 'Enter' && active !== undefined) onChoose(active);
      else if (event.key !== 'Enter') return;
      event.preventDefault();
    },
  };
}

import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { placeBeside } from '../models/place-beside.ts';

/** One line of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly keys?: string;
  readonly run: () => void;
}

/** What a menu is made of. */
export interface MenuProps {
  readonly label: string;
  readonly anchor: HTMLElement | null;
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
}

/** A list of things to do, beside what it belongs to. Arrows move, Enter does, Escape closes. */
export function Menu({ label, anchor, items, onClose }: MenuProps) {
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => list.current?.querySelector('button')?.focus(), []);

  const onKeyDown = (event: React.KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const now = buttons.findIndex((button) => button === document.activeElement);
    buttons[(now + step + buttons.length) % buttons.length]?.focus();
  };

  return createPortal(
    <>
      <div className="float-backdrop" onPointerDown={onClose} />
      <div
        ref={list}
        className="float menu"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        style={placeBeside(anchor, { width: 220, height: items.length * 32 + 8 })}
        onKeyDown={onKeyDown}
      >
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            onClick={() => {
              onClose();
              item.run();
            }}
          >
            <span>{item.label}</span>
            {item.keys !== undefined && <kbd>{item.keys}</kbd>}
          </button>
        ))}
      </div>
    </>,
    document.body,
  );
}

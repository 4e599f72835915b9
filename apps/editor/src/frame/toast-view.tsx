import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useWorkspace } from '../workspace.ts';

/** How long it stays when nobody looks at it. */
const SHOWN_MS = 6000;

/** Something that was done and can be taken back, or ended elsewhere. Waits while it is pointed at or focused. */
export function ToastView() {
  const { screen } = useWorkspace();
  const toast = useStore(screen, (state) => state.toast);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (toast === undefined || isHeld) return undefined;
    const timer = setTimeout(() => screen.setState({ toast: undefined }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast, isHeld, screen]);
  if (toast === undefined) return null;
  return (
    <div
      className="float toast"
      role="status"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{toast.text}</span>
      {toast.action !== undefined && (
        <button
          type="button"
          className="button"
          onClick={() => {
            toast.action?.run();
            screen.setState({ toast: undefined });
          }}
        >
          {toast.action.label}
        </button>
      )}
      <button type="button" className="link" onClick={() => screen.setState({ toast: undefined })}>
        Close
      </button>
    </div>
  );
}

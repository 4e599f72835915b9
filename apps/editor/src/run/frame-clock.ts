/** Calls back before the next picture, or soon when the page is hidden and draws none. Gives what takes it back. */
export type FrameClock = (callback: () => void) => () => void;

/** A hidden page is looked at by nobody; its state must still not fall far behind. */
const HIDDEN_MS = 250;

/** The clock of the browser. */
export const browserFrames: FrameClock = (callback) => {
  if (document.visibilityState === 'hidden') {
    const timer = setTimeout(callback, HIDDEN_MS);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
};

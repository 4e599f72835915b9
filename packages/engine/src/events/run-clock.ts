/** The time as a run sees it; tests bring one of their own. */
export interface RunClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls after so many milliseconds; gives what undoes it. Does not keep the process alive. */
  after(milliseconds: number, call: () => void): () => void;
}

/** The clock of the machine. */
export const systemClock: RunClock = {
  now: () => Date.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

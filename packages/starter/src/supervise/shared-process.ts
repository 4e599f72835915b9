import type { StarterProcess } from './starter-process.ts';

interface Shared {
  readonly process: StarterProcess;
  readonly users: Set<object>;
}

const SHARED = new Map<string, Shared>();

/** The one child process of a folder within this process; it is made by the first who wants it. */
export function shareProcess(
  root: string,
  user: object,
  make: () => StarterProcess,
): StarterProcess {
  const shared = SHARED.get(root) ?? { process: make(), users: new Set() };
  SHARED.set(root, shared);
  shared.users.add(user);
  return shared.process;
}

/** Who made use of the child process no longer does; it is ended by the last one. */
export async function leaveProcess(root: string, user: object): Promise<void> {
  const shared = SHARED.get(root);
  if (shared === undefined || !shared.users.delete(user) || shared.users.size > 0) return;
  SHARED.delete(root);
  await shared.process.stop();
}

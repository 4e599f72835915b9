import { Agent } from 'undici';

const agents = new Map<string, Agent>();

/**
 * The connections to one origin, shared by every provider of the process. Headers and body may take as long as they
 * want: loading a model and reading a prompt send nothing for minutes. Idle sockets do not keep the process alive.
 */
export function agentFor(origin: string, connectTimeoutMs: number): Agent {
  const key = `${origin} ${connectTimeoutMs}`;
  const existing = agents.get(key);
  if (existing !== undefined) return existing;
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: connectTimeoutMs },
    keepAliveTimeout: 4000,
    // Every answer in progress has a socket of its own, so that ending one closes only that one.
    connections: null,
    pipelining: 1,
  });
  agents.set(key, agent);
  return agent;
}

/** Closes the connections of this process to every daemon, running answers included. */
export async function closeConnections(): Promise<void> {
  const all = [...agents.values()];
  agents.clear();
  await Promise.all(all.map((agent) => agent.destroy()));
}

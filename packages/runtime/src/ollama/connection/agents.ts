import { Agent } from 'undici';

/**
 * Idle sockets are kept this long. undici itself takes idle sockets out of what keeps a process alive, so a program
 * that is done ends at once; the daemon sets no limit of its own.
 */
const IDLE_SOCKET_MS = 4000;

const agents = new Map<string, Agent>();

/**
 * The sockets to one origin, shared by every provider of the process. The limits of undici (300 s for headers and
 * between bytes) are off: loading a model and reading a prompt send nothing for minutes, and our own clock watches.
 * No proxy is ever used, no redirect followed, and only HTTP/1.1 spoken.
 */
export function agentFor(origin: string, connectTimeoutMs: number): Agent {
  const key = `${origin} ${connectTimeoutMs}`;
  const existing = agents.get(key);
  if (existing !== undefined) return existing;
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: connectTimeoutMs },
    allowH2: false,
    keepAliveTimeout: IDLE_SOCKET_MS,
    // Every answer in progress has a socket of its own, so that ending one closes only that one.
    connections: null,
    pipelining: 1,
  });
  agents.set(key, agent);
  return agent;
}

/**
 * Closes the sockets of this process to every daemon, so that a program can end at once. Answers still in progress end
 * with OLLAMA_CONNECTION_LOST; later requests open new sockets.
 */
export async function closeConnections(): Promise<void> {
  const all = [...agents.values()];
  agents.clear();
  await Promise.all(all.map((agent) => agent.destroy()));
}

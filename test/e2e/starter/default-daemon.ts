import { connect } from 'node:net';

/** Why a test of the starter engine cannot run here: an Ollama at the usual address answers before it. */
export const OLLAMA_IS_THERE = 'an Ollama listens at 127.0.0.1:11434, and it answers first';

/** Whether somebody listens where an Ollama does. */
export function isOllamaThere(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: 11434 });
    const answer = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

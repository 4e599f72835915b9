import { connect } from 'node:net';

/** Loopback answers at once; who takes longer is there, but busy. */
const LONGEST_WAIT_MS = 1000;

/** Whether somebody listens at an address of this machine. Only a refused connection means that nobody does. */
export function isListening(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: LONGEST_WAIT_MS });
    const answer = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(true));
    socket.once('error', (error: NodeJS.ErrnoException) => answer(error.code !== 'ECONNREFUSED'));
  });
}

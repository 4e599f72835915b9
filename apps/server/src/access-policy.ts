import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may come in. Made anew at every launch. */
export interface AccessPolicy {
  /** Is written in the address that the server prints; scripts send it as a bearer. */
  readonly token: string;
  /** Whether a page that brings this gets the cookie: the token, or a ticket that was not used yet. */
  admits(given: string): boolean;
  /**
   * Makes a ticket that works once and for a minute. It is what a browser is started with, because other people of the
   * machine can see with what programs are started.
   */
  issueTicket(): string;
  /** The value of the cookie that a page gets for the token. */
  readonly session: string;
  /** Names the port, because cookies are shared by all ports of a host. */
  cookieName(): string;
  /** `host:port` pairs under which this server is reached, in lower case. */
  hosts(): ReadonlySet<string>;
}

/** What the policy is made of. */
export interface AccessOptions {
  /** Default: 32 random bytes. */
  readonly token?: string | undefined;
  readonly port: () => number;
  /** Names and addresses, without port; IPv6 in brackets. */
  readonly hostNames: readonly string[];
}

/** A browser that takes longer to start is opened by hand. */
const TICKET_MS = 60_000;

/** Makes the policy of one launch. */
export function createAccessPolicy({ token, port, hostNames }: AccessOptions): AccessPolicy {
  const names = hostNames.map((name) => name.toLowerCase());
  const secret = token ?? randomBytes(32).toString('base64url');
  const tickets = new Map<string, number>();
  return {
    admits: (given) => {
      if (isSameSecret(given, secret)) return true;
      const until = tickets.get(given) ?? 0;
      tickets.delete(given);
      return Date.now() < until;
    },
    issueTicket: () => {
      const ticket = randomBytes(32).toString('base64url');
      tickets.set(ticket, Date.now() + TICKET_MS);
      return ticket;
    },
    token: secret,
    session: randomBytes(32).toString('base64url'),
    cookieName: () => `nodetool-${port()}`,
    hosts: () =>
      new Set([
        ...names.map((name) => `${name}:${port()}`),
        // A browser leaves the port of http out.
        ...(port() === 80 ? names : []),
      ]),
  };
}

/** Compares without telling by its time how much of the secret was right. */
export function isSameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

import type { FastifyInstance } from 'fastify';
import type { AccessPolicy } from '../access-policy.ts';

/** One thing that the server refuses. Guards are a list, so that each can be tested by its absence. */
export interface Guard {
  readonly name: string;
  /** Adds its hooks. It is called before any route exists. */
  readonly protect: (app: FastifyInstance, access: AccessPolicy) => void;
}

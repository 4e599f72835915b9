import { bodySizeGuard } from './body-size.ts';
import { fetchSiteGuard } from './fetch-site.ts';
import type { Guard } from './guard.ts';
import { hostGuard } from './host.ts';
import { jsonOnlyGuard } from './json-only.ts';
import { originGuard } from './origin.ts';
import { preflightGuard } from './preflight.ts';
import { responseHeadersGuard } from './response-headers.ts';
import { tokenGuard } from './token.ts';

/** All guards, in the order in which they look at a request. A server has all of them, save in a test of one. */
export const DEFAULT_GUARDS: readonly Guard[] = [
  responseHeadersGuard,
  hostGuard,
  originGuard,
  fetchSiteGuard,
  preflightGuard,
  jsonOnlyGuard,
  bodySizeGuard,
  tokenGuard,
];

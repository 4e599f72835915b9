import type { ErrorCode } from '@nodetool-ai/graph';

const STATUS: Partial<Record<ErrorCode, number>> = {
  HOST_REFUSED: 403,
  ORIGIN_REFUSED: 403,
  TOKEN_REFUSED: 401,
  REQUEST_NOT_JSON: 415,
  REQUEST_TOO_LARGE: 413,
  ROUTE_NOT_FOUND: 404,
  WORKFLOW_NOT_FOUND: 404,
  RUN_NOT_FOUND: 404,
  ASSET_NOT_FOUND: 404,
  SECRET_NOT_FOUND: 404,
  WORKFLOW_CHANGED: 409,
  SERVER_FAILED: 500,
  STORAGE_FAILED: 500,
  SECRETS_UNREADABLE: 500,
  NODE_FAILED: 500,
  OLLAMA_UNREACHABLE: 502,
  PROVIDER_NOT_AVAILABLE: 404,
};

/** The HTTP status with which an error is answered; what the caller can mend is 400. */
export function httpStatusOf(code: ErrorCode): number {
  return STATUS[code] ?? 400;
}

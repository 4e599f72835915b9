import type { ErrorCode } from '@nodetool-ai/graph';

/** How the program ends. */
export const EXIT = { ok: 0, failed: 1, usage: 2, daemon: 3, model: 4, cancelled: 130 } as const;

const BY_CODE: Partial<Record<ErrorCode, number>> = {
  USAGE: EXIT.usage,
  NODE_TYPE_UNKNOWN: EXIT.usage,
  OLLAMA_UNREACHABLE: EXIT.daemon,
  OLLAMA_TIMEOUT: EXIT.daemon,
  OLLAMA_CONNECTION_LOST: EXIT.daemon,
  OLLAMA_NOT_OLLAMA: EXIT.daemon,
  OLLAMA_INCOMPLETE: EXIT.daemon,
  OLLAMA_REDIRECT_REFUSED: EXIT.daemon,
  OLLAMA_UNAUTHORIZED: EXIT.daemon,
  STARTER_NOT_INSTALLED: EXIT.daemon,
  STARTER_START_FAILED: EXIT.daemon,
  STARTER_CRASHED: EXIT.daemon,
  MODEL_NOT_FOUND: EXIT.model,
  MODEL_NOT_CHOSEN: EXIT.model,
  CANCELLED: EXIT.cancelled,
};

/** 0 ok, 1 run failed, 2 usage, 3 daemon not reachable or lost, 4 model missing, 130 cancelled. */
export function exitCodeOf(code: ErrorCode | undefined): number {
  return code === undefined ? EXIT.ok : (BY_CODE[code] ?? EXIT.failed);
}

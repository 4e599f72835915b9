import { ERROR_CATALOGUE } from './error-catalogue.ts';
import type { ErrorCode } from './error-catalogue.ts';

/** Marks our errors across two installed copies of this package, where `instanceof` would fail. */
const BRAND = Symbol.for('nodetool-ai.error');

/** What a button beside the error can do. The command is one of ours, never text from a file or a daemon. */
export interface ErrorAction {
  /** What the button does. */
  readonly kind:
    | 'pull-model'
    | 'start-ollama'
    | 'install-starter'
    | 'open-settings'
    | 'choose-model'
    | 'retry';
  /** The model or setting that the action is about. */
  readonly subject?: string;
}

/** What an error carries besides its code and message. */
export interface NodetoolErrorOptions {
  /** What to do next. Default: the hint of the catalogue. */
  readonly hint?: string;
  /** What a button can do about it. Absent: nothing. */
  readonly action?: ErrorAction;
  /** What was thrown before it. Absent: nothing. */
  readonly cause?: unknown;
  /**
   * Facts for a program: `status` (HTTP), `daemonMessage` (the words of the daemon), `model`, `partialText` (what
   * had arrived), `nodeId`, … Never a secret.
   */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The one error class of the project. Tell errors apart by `code`, not by class. */
export class NodetoolError extends Error {
  /** Always `NodetoolError`. */
  override readonly name = 'NodetoolError';
  /** Stable code of the catalogue; programs decide by it. */
  readonly code: ErrorCode;
  /** What to do next, one or two sentences. */
  readonly hint: string;
  /** What a button can do about it. */
  readonly action: ErrorAction | undefined;
  /** Facts for a program, see NodetoolErrorOptions. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message?: string, options: NodetoolErrorOptions = {}) {
    super(
      message ?? ERROR_CATALOGUE[code].summary,
      'cause' in options ? { cause: options.cause } : undefined,
    );
    this.code = code;
    this.hint = options.hint ?? ERROR_CATALOGUE[code].hint;
    this.action = options.action;
    this.details = options.details ?? {};
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** True for every error of this project, also one made by another installed copy of the package. */
export function isNodetoolError(value: unknown): value is NodetoolError {
  return typeof value === 'object' && value !== null && BRAND in value && value[BRAND] === true;
}

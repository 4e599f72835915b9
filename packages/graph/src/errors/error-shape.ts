import { z } from 'zod';
import { ERROR_CODES } from './error-catalogue.ts';
import type { ErrorCode } from './error-catalogue.ts';
import { isNodetoolError, NodetoolError } from './nodetool-error.ts';

/** How an error looks in an event, a run file or an HTTP answer: no stack, no cause objects. */
export const errorShape = z.object({
  /** Stable code of the catalogue. */
  code: z.enum(ERROR_CODES),
  /** The cause in plain words. */
  message: z.string(),
  /** What to do next. */
  hint: z.string(),
  /** What a button beside it can do. */
  action: z
    .object({
      kind: z.enum([
        'pull-model',
        'start-ollama',
        'install-starter',
        'open-settings',
        'choose-model',
        'retry',
      ]),
      subject: z.string().optional(),
    })
    .optional(),
  /** Figures and words beside the message; what is no JSON is left out. */
  details: z.record(z.string(), z.json()).optional(),
});

/** An error as plain data, see {@link errorShape}. */
export type ErrorShape = z.infer<typeof errorShape>;

function plainDetails(
  details: Readonly<Record<string, unknown>>,
): Record<string, z.core.util.JSONType> {
  const plain: Record<string, z.core.util.JSONType> = {};
  for (const [key, value] of Object.entries(details)) {
    const parsed = z.json().safeParse(value);
    if (parsed.success) plain[key] = parsed.data;
  }
  return plain;
}

/**
 * Gives any thrown value as plain data. What is not an error of ours becomes `fallbackCode` with its message kept.
 * Details that are not JSON are left out.
 */
export function toErrorShape(error: unknown, fallbackCode: ErrorCode = 'NODE_FAILED'): ErrorShape {
  const known = toNodetoolError(error, fallbackCode);
  const shape: ErrorShape = { code: known.code, message: known.message, hint: known.hint };
  if (known.action) shape.action = { ...known.action };
  const details = plainDetails(known.details);
  if (Object.keys(details).length > 0) shape.details = details;
  return shape;
}

/** Gives an error of ours for any thrown value; the original stays as `cause`. */
export function toNodetoolError(
  error: unknown,
  fallbackCode: ErrorCode = 'NODE_FAILED',
): NodetoolError {
  if (isNodetoolError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new NodetoolError(fallbackCode, message, { cause: error });
}

/** Makes the error again from its plain data, for example after it crossed a process border. */
export function fromErrorShape(shape: ErrorShape): NodetoolError {
  return new NodetoolError(shape.code, shape.message, {
    hint: shape.hint,
    ...(shape.action ? { action: actionOf(shape.action) } : {}),
    ...(shape.details ? { details: shape.details } : {}),
  });
}

function actionOf(action: NonNullable<ErrorShape['action']>) {
  return action.subject === undefined
    ? { kind: action.kind }
    : { kind: action.kind, subject: action.subject };
}

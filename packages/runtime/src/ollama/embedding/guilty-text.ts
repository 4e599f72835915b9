import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';
import type { TextFault } from './text-fault.ts';

/** Which text of how many is guilty of what. */
export interface Guilt {
  readonly fault: TextFault;
  readonly index: number;
  readonly total: number;
  readonly model: string;
}

/** The error that names the text which a request fails for: `details.index`, from 0. */
export function guiltyText(error: unknown, { fault, index, total, model }: Guilt): unknown {
  if (!isNodetoolError(error)) return error;
  const text = total === 1 ? 'the text' : `text ${index + 1} of ${total}`;
  const { daemonMessage } = error.details;
  const { message, hint } = describe(fault, text, model);
  return new NodetoolError(
    error.code,
    typeof daemonMessage === 'string' ? `${message} Ollama says: ${daemonMessage}` : message,
    {
      hint,
      ...(error.action === undefined ? {} : { action: error.action }),
      cause: error,
      details: { ...error.details, index },
    },
  );
}

function describe(fault: TextFault, text: string, model: string) {
  if (fault === 'too-long') {
    return {
      message: `${text[0]?.toUpperCase()}${text.slice(1)} is longer than the context of ${model}.`,
      hint: 'Divide the text into shorter ones, let it be cut, or take a model with a longer context.',
    };
  }
  if (fault === 'crash') {
    return {
      message: `The engine of ${model} stopped at ${text}, also when it was sent alone.`,
      hint: 'Ollama 0.30 to 0.32 may stop at texts of more than 512 tokens: divide the text, or update Ollama. Its log tells more.',
    };
  }
  return {
    message: `${model} computed no numbers for ${text}.`,
    hint: 'Leave that text out or change it; if it happens to many, pull the model again or take another one.',
  };
}

import { isNodetoolError, NodetoolError } from '@nodetool-ai/graph';

/** MODEL_NOT_FOUND of what can only be done with an installed model: there pulling it is no remedy. */
export function explainNotInstalled(error: unknown, model: string, url: string): unknown {
  if (!isNodetoolError(error) || error.code !== 'MODEL_NOT_FOUND') return error;
  return new NodetoolError('MODEL_NOT_FOUND', `The model ${model} is not installed on ${url}.`, {
    hint: 'See the installed ones with `nodetool models list`.',
    cause: error,
    details: { ...error.details, model },
  });
}

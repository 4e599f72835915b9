import type { InferencePrompt } from '../inference/inference-engine.ts';
import { answerEmpty } from './answer-empty.ts';
import { ApiRefusal } from './api-refusal.ts';
import { refuseImages } from './check-images.ts';
import type { ApiCall, DaemonContext } from './daemon-context.ts';
import { readGenerationRequest } from './generation-request.ts';
import type { GenerationRequest } from './generation-request.ts';
import { registryName } from './model-name.ts';
import { runAnswer } from './run-answer.ts';
import { textField } from './text-field.ts';

const TYPES = {
  prompt: 'string',
  suffix: 'string',
  system: 'string',
  template: 'string',
  raw: 'bool',
  context: '[]int',
  images: '[]string',
} as const;

/**
 * `POST /api/generate`. What the engine cannot do is refused rather than left out: a template and a `context` of the
 * request (400).
 */
export async function answerGenerate(call: ApiCall, context: DaemonContext): Promise<void> {
  const request = readGenerationRequest(call.body, 'GenerateRequest', TYPES);
  const { model } = request;
  const source = await context.catalogue.model(model, `model '${model}' not found`);
  const { capabilities, chatTemplate } = source.information;
  const textFields = (response: string) => ({ response });
  const isEmpty = textField(request.fields, 'prompt') === '';
  if (!isEmpty && !capabilities.includes('completion'))
    throw new ApiRefusal(400, `"${model}" does not support generate`);
  checkExtras(request);
  if (isEmpty) return answerEmpty(call, context, { source, request, textFields });
  const prompt = toPrompt(request, chatTemplate !== undefined);
  return runAnswer(call, context, { source, request, prompt, textFields });
}

function checkExtras({ fields, model, thinks }: GenerationRequest): void {
  const hasTemplate = textField(fields, 'template') !== '';
  const hasSystem = textField(fields, 'system') !== '';
  const { context, raw } = fields;
  const hasContext = Array.isArray(context) && context.length > 0;
  if (raw === true && (hasTemplate || hasSystem || hasContext))
    throw new ApiRefusal(400, 'raw mode does not support template, system, or context');
  if (textField(fields, 'suffix') !== '')
    throw new ApiRefusal(400, `${registryName(model)} does not support insert`);
  if (thinks) throw new ApiRefusal(400, `"${model}" does not support thinking`);
  for (const [name, isGiven] of [
    ['template', hasTemplate],
    ['context', hasContext],
  ] as const)
    if (isGiven) throw new ApiRefusal(400, `${name} is not supported by the starter engine`);
  refuseImages(fields['images']);
}

/** A model without a template of its own gets the bare prompt, as from Ollama. */
function toPrompt({ fields }: GenerationRequest, hasTemplate: boolean): InferencePrompt {
  const content = textField(fields, 'prompt');
  if (fields['raw'] === true || !hasTemplate) return { kind: 'raw', text: content };
  const system = textField(fields, 'system');
  const user = { role: 'user', content } as const;
  return {
    kind: 'chat',
    turns: system === '' ? [user] : [{ role: 'system', content: system }, user],
  };
}

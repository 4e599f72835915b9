import { nestedRefusal } from './answer-error.ts';
import { ApiRefusal } from './api-refusal.ts';

/** Refuses images as Ollama does for a model without vision: none of ours has it. Throws ApiRefusal 400. */
export function refuseImages(images: unknown): void {
  if (!Array.isArray(images) || images.length === 0) return;
  for (const image of images) {
    const text = typeof image === 'string' ? image.replaceAll(/[\r\n]/g, '') : '';
    const good = /^[A-Za-z0-9+/]*/.exec(text)?.[0].length ?? 0;
    const isWhole = text.length % 4 === 0 && /^={0,2}$/.test(text.slice(good));
    if (!isWhole) throw new ApiRefusal(400, `illegal base64 data at input byte ${good}`);
  }
  throw nestedRefusal('Multimodal data provided, but model does not support multimodal requests.');
}

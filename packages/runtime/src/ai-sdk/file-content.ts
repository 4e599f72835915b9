import { NodetoolError } from '@nodetool-ai/graph';
import type { LanguageModelV4FilePart } from '@ai-sdk/provider';
import type { MessageContent } from '../providers/messages.ts';

/**
 * Gives a file of a prompt as a part of a message: images as they are, texts as text. Throws IMAGE_INVALID for an image
 * that is an address (nothing is ever fetched), REQUEST_INVALID for every other kind of file.
 */
export function toFileContent({
  data,
  mediaType,
}: Pick<LanguageModelV4FilePart, 'data' | 'mediaType'>): MessageContent {
  const kind = mediaType.split('/')[0];
  if (data.type === 'text') return { type: 'text', text: data.text };
  if (data.type === 'reference')
    throw new NodetoolError('REQUEST_INVALID', 'Ollama stores no files that could be referred to.');
  if (kind === 'image') {
    const given = data.type === 'data' ? data.data : (data.originalUrl ?? data.url.href);
    return { type: 'image_url', image: { data: given } };
  }
  if (kind === 'text' && data.type === 'data') {
    const bytes = typeof data.data === 'string' ? Buffer.from(data.data, 'base64') : data.data;
    return { type: 'text', text: new TextDecoder().decode(bytes) };
  }
  throw new NodetoolError(
    'REQUEST_INVALID',
    `Ollama takes images and texts, and no file of the type ${mediaType}.`,
  );
}

// The two ways of using a provider of the AI SDK: its model as it is, and the SDK's own functions above it.
import { embedMany, generateText, streamText } from 'ai';
import { EMBEDDING_MODEL } from '../sizes.mjs';

const prompt = [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }];

/** A client that calls the model itself. */
export function modelClient({ languageModel }) {
  return {
    async readStream(model, onFirst) {
      let count = 0;
      const { stream } = await languageModel(model).doStream({ prompt });
      for await (const part of stream) {
        if (part.type === 'error') throw part.error;
        if (part.type !== 'text-delta' || part.delta === '') continue;
        if (count === 0) onFirst?.(part.delta);
        count += 1;
      }
      return count;
    },
    async readText(model) {
      const { content } = await languageModel(model).doGenerate({ prompt });
      return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
    },
  };
}

/** A client that calls the functions of the SDK. */
export function functionClient({ languageModel, embeddingModel }) {
  const embed = async (values) => {
    const { embeddings } = await embedMany({ model: embeddingModel(EMBEDDING_MODEL), values });
    return embeddings;
  };
  return {
    async readStream(model, onFirst) {
      let count = 0;
      let failure;
      // The SDK ends a stream that fails as if nothing had been.
      const onError = ({ error }) => {
        failure = error;
      };
      const { textStream } = streamText({ model: languageModel(model), prompt: 'hi', onError });
      for await (const text of textStream) {
        if (text === '') continue;
        if (count === 0) onFirst?.(text);
        count += 1;
      }
      if (failure !== undefined) throw failure;
      return count;
    },
    readText: async (model) =>
      (await generateText({ model: languageModel(model), prompt: 'hi' })).text,
    ...(embeddingModel === undefined ? {} : { embed }),
  };
}

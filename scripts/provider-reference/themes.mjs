/** The sections of the page, in their order. */
export const THEMES = [
  'Provider',
  'Requests',
  'Answers',
  'Tools',
  'Structured output',
  'Embeddings',
  'Models and facts',
  'Hosts',
  'Settings',
  'Cassette',
  'AI SDK',
  'Errors',
];

/** In the files that hold the types of all requests and answers, the name decides first. */
const NAME_RULES = [
  [/Tool/, 'Tools'],
  [/Host/, 'Hosts'],
  [/^(Language|Embedding)Model$/, 'Models and facts'],
  [
    /^(CallUsage|Chunk|DoneReason|GeneratedMessage|PromptTruncation|ProviderStreamItem|TokenLogprob|NodeUsage)$/,
    'Answers',
  ],
];

/** The first that matches the path of the source below `packages` decides. */
const RULES = [
  [/\/ai-sdk\//, 'AI SDK'],
  [/\/cassette\//, 'Cassette'],
  [/\/hosts\/|\/host-/, 'Hosts'],
  [/\/tools\/|\/tool-/, 'Tools'],
  [
    /\/(structured|structured-output|objects?|json-schema)\/|\/(structured|object|schema)-/,
    'Structured output',
  ],
  [/\/embeddings?\/|\/embed/, 'Embeddings'],
  [/\/(models|overrides|manage)\/|\/model-(name|facts|list)/, 'Models and facts'],
  [/\/(settings|data-folder)\/|\/ollama-url|\/ollama-connection|\/loopback/, 'Settings'],
  [/\/errors\//, 'Errors'],
  [/\/providers\/(messages|provider-requests)|^graph\/src\/nodes\//, 'Requests'],
  [/\/(providers|ollama)\//, 'Provider'],
];

/** The section of a symbol, by the folder of its source; a folder that no rule knows has a section of its own. */
export function themeOf({ name, path }) {
  const theme = RULES.find(([pattern]) => pattern.test(path))?.[1] ?? path.split('/').at(-2);
  if (theme !== 'Requests' && theme !== 'Provider') return theme;
  return NAME_RULES.find(([pattern]) => pattern.test(name))?.[1] ?? theme;
}

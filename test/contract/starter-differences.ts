/** What Ollama does and the starter engine does not, and why; each is said to a person in words, none hangs. */
export const STARTER_DIFFERENCES: readonly (readonly [
  row: RegExp,
  reason: string,
  /** The row is left out: whether it passes hangs on chance. */
  how?: 'by chance',
])[] = [
  [
    /thinking comes apart|thinking is counted|is the stream put together/,
    'No model of it is taken for one that thinks.',
  ],
  [/seen by a model with vision/, 'Its engine has no image projector.'],
  [
    /the facts of tiny-(chat|jinja|vision)|tool support is told apart/,
    'It declares no tools, no thinking and no vision.',
  ],
  [
    /tools of tiny-(chat|jinja) › (a call|the result|two answers)/,
    'It declares no tools; the emulation of the provider asks the model for JSON instead.',
    'by chance',
  ],
  [
    /not sent a second time|another is made from it|file that is no model/,
    'It makes no models over /api/create; a file is added with `nodetool starter add`.',
  ],
  [
    /registry that does not answer/,
    'It pulls its own two models and no others, so no registry is asked.',
  ],
  [
    /one message that is too long loses a part/,
    'It never cuts within a message: a prompt whose last message does not fit is refused.',
  ],
];

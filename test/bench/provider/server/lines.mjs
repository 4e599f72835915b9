// The lines of a chat stream as a daemon writes them.
const line = (fields) =>
  `${JSON.stringify({ model: 'bench', created_at: '2026-11-20T04:35:39.297601928Z', ...fields })}\n`;

/** The text of the chunk at a place of the stream. */
export const tokenText = (index) => ` token${index % 997}`;

/** The line that carries this text. */
export const textLine = (content) => line({ message: { role: 'assistant', content }, done: false });

/** What ends an answer; with `stream: false` the whole text is in it. */
export const lastLine = (content = '') =>
  line({
    message: { role: 'assistant', content },
    done: true,
    done_reason: 'stop',
    total_duration: 261362739,
    load_duration: 254472422,
    prompt_eval_count: 22,
    prompt_eval_duration: 629000,
    eval_count: 9,
    eval_duration: 1295000,
  });

/** The whole text of an answer of so many chunks. */
export const wholeText = (chunks) =>
  Array.from({ length: chunks }, (_, i) => tokenText(i)).join('');

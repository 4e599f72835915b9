const CREATED_AT = '2026-11-20T04:35:39.2972812Z';

/** A line of `/api/chat` in the middle of an answer. */
export function chatLine(
  message: Readonly<Record<string, unknown>>,
  model = 'tiny-chat',
  fields: Readonly<Record<string, unknown>> = {},
): string {
  const whole = { role: 'assistant', content: '', ...message };
  return `${JSON.stringify({ model, created_at: CREATED_AT, message: whole, done: false, ...fields })}\n`;
}

/** The last line of an answer, with the figures of a real daemon. */
export function doneLine(
  fields: Readonly<Record<string, unknown>> = {},
  model = 'tiny-chat',
): string {
  return `${JSON.stringify({
    model,
    created_at: CREATED_AT,
    message: { role: 'assistant', content: '' },
    done: true,
    done_reason: 'stop',
    total_duration: 261_362_739,
    load_duration: 254_472_422,
    prompt_eval_count: 22,
    prompt_eval_duration: 629_000,
    eval_count: 9,
    eval_duration: 1_295_000,
    ...fields,
  })}\n`;
}

/** A line that says what went wrong, under status 200. */
export function errorLine(text: string): string {
  return `${JSON.stringify({ error: text })}\n`;
}

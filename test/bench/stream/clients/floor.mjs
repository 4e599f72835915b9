// The floor: undici.request, splitting lines by hand, JSON.parse, nothing else.
import { request } from 'undici';

/** Reads one stream and gives the number of chunks that carried text. */
export async function readStream(url) {
  const { body } = await request(`${url}/api/chat`, {
    method: 'POST',
    body: JSON.stringify({
      model: 'bench',
      messages: [{ role: 'user', content: 'hi' }],
      stream: true,
    }),
  });
  let rest = '';
  let count = 0;
  body.setEncoding('utf8');
  for await (const chunk of body) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const text of lines) if (JSON.parse(text).message.content !== '') count += 1;
  }
  return count;
}

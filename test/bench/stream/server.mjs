// A process of its own that plays chat streams as fast as the reader takes them, so that its CPU is not counted.
import { createServer } from 'node:http';

const line = (fields) =>
  `${JSON.stringify({ model: 'bench', created_at: '2026-11-20T04:35:39.297601928Z', ...fields })}\n`;
const token = (index) =>
  line({ message: { role: 'assistant', content: ` token${index % 997}` }, done: false });
const last = line({
  message: { role: 'assistant', content: '' },
  done: true,
  done_reason: 'stop',
  total_duration: 261362739,
  load_duration: 254472422,
  prompt_eval_count: 22,
  prompt_eval_duration: 629000,
  eval_count: 9,
  eval_duration: 1295000,
});

/** Lines are sent in writes of this many, about what one TCP segment of a quick daemon holds. */
const LINES_PER_WRITE = 8;

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const chunks = Number(
      new URL(request.url, 'http://x').searchParams.get('chunks') ??
        request.headers['x-chunks'] ??
        process.argv[2],
    );
    if (request.method === 'GET') return void response.end('{"version":"0.34.2","models":[]}');
    if (request.url.startsWith('/api/show')) {
      return void response.end(
        '{"capabilities":["completion"],"model_info":{"general.architecture":"llama"},"details":{}}',
      );
    }
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    let sent = 0;
    const pump = () => {
      while (sent < chunks) {
        let text = '';
        for (let index = 0; index < LINES_PER_WRITE && sent < chunks; index += 1, sent += 1)
          text += token(sent);
        if (!response.write(text)) return void response.once('drain', pump);
      }
      response.end(last);
    };
    pump();
  });
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit(0));

// A process of its own that plays a daemon as fast as the reader takes it, so that its CPU is not counted.
import { createServer } from 'node:http';
import { FIRST_TOKEN_MODEL } from '../sizes.mjs';
import { psAnswer, showAnswer, tagsAnswer } from './facts.mjs';
import { lastLine, textLine, tokenText, wholeText } from './lines.mjs';
import { embedAnswer, v1EmbeddingsAnswer } from './vectors.mjs';

/**
 * Each line is an HTTP chunk of its own, because a daemon flushes after every token; so many of them go out together,
 * about what one TCP segment of a quick daemon holds.
 */
const LINES_PER_SEGMENT = 8;
/** Milliseconds between the first token and the next, where the first one is measured. */
const TOKEN_PAUSE_MS = 1;

let lastModel;
/** How often each path was asked, so that a run can tell by which route its vectors came. */
const asked = {};

function streamChunks(response, chunks) {
  let sent = 0;
  const pump = () => {
    while (sent < chunks) {
      let hasRoom = true;
      response.socket.cork();
      for (let index = 0; index < LINES_PER_SEGMENT && sent < chunks; index += 1, sent += 1)
        hasRoom = response.write(textLine(tokenText(sent)));
      response.socket.uncork();
      if (!hasRoom) return void response.once('drain', pump);
    }
    response.end(lastLine());
  };
  pump();
}

function streamFirst(response) {
  response.write(textLine(` at ${process.hrtime.bigint()}`));
  setTimeout(() => response.end(textLine(' and') + textLine(' on') + lastLine()), TOKEN_PAUSE_MS);
}

function chat(response, { model, stream }) {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  if (model === FIRST_TOKEN_MODEL) return streamFirst(response);
  const chunks = Number(model.split(':')[1]);
  if (stream === false) return response.end(lastLine(wholeText(chunks)));
  return streamChunks(response, chunks);
}

function answer(path, request, response) {
  const json = (text) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(text);
  };
  if (request.model !== undefined && path !== '/api/show') lastModel = request.model;
  if (path === '/api/chat') return chat(response, request);
  if (path === '/api/embed') return json(embedAnswer(request));
  if (path === '/v1/embeddings') return json(v1EmbeddingsAnswer(request));
  if (path === '/api/show') return json(showAnswer(request));
  if (path === '/api/tags') return json(tagsAnswer());
  if (path === '/api/ps') return json(psAnswer(lastModel));
  if (path === '/api/version') return json('{"version":"0.33.0"}');
  if (path === '/asked') return json(JSON.stringify(asked));
  response.writeHead(404);
  return response.end('{"error":"not found"}');
}

const server = createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    const [path] = request.url.split('?');
    asked[path] = (asked[path] ?? 0) + 1;
    answer(path, JSON.parse(Buffer.concat(pieces).toString() || '{}'), response);
  });
});
// A daemon closes no idle socket, however long a busy client leaves it alone.
server.keepAliveTimeout = 0;
server.headersTimeout = 0;
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit(0));

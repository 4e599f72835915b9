import { answerChat } from './answer-chat.ts';
import { answerEmbed, answerOldEmbeddings } from './answer-embed.ts';
import { answerGenerate } from './answer-generate.ts';
import { answerCopy, answerDelete, refuseUnsupported } from './answer-manage.ts';
import { answerPs, answerShow, answerTags } from './answer-models.ts';
import { answerOpenAiEmbeddings } from './answer-openai-embeddings.ts';
import { answerPull } from './answer-pull.ts';
import type { Route } from './daemon-context.ts';
import { sendJson, sendText } from './reply.ts';

/** The routes of a path, by method. */
export type PathRoutes = Readonly<Partial<Record<string, Route>>>;

const root: Route = async ({ reply }) => {
  sendText(reply, 'Ollama is running', 200, 'text/plain; charset=utf-8');
};
const version: Route = async ({ reply }, context) => {
  sendJson(reply, { version: context.version });
};

const ROUTES: Readonly<Record<string, PathRoutes>> = {
  '/': { HEAD: root, GET: root },
  '/api/version': { HEAD: version, GET: version },
  '/api/tags': { HEAD: answerTags, GET: answerTags },
  '/api/ps': { GET: answerPs },
  '/api/show': { POST: answerShow },
  '/api/chat': { POST: answerChat },
  '/api/generate': { POST: answerGenerate },
  '/api/embed': { POST: answerEmbed },
  '/api/embeddings': { POST: answerOldEmbeddings },
  '/v1/embeddings': { POST: answerOpenAiEmbeddings },
  '/api/pull': { POST: answerPull },
  '/api/copy': { POST: answerCopy },
  '/api/delete': { DELETE: answerDelete },
  '/api/create': { POST: refuseUnsupported },
  '/api/push': { POST: refuseUnsupported },
};

/** What is there at a path; undefined for nothing. */
export function routesOf(path: string): PathRoutes | undefined {
  if (path.startsWith('/api/blobs/')) return { HEAD: refuseUnsupported, POST: refuseUnsupported };
  return Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
}

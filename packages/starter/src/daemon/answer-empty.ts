import type { ApiCall, DaemonContext } from './daemon-context.ts';
import type { GenerationRequest } from './generation-request.ts';
import type { CatalogueModel } from './model-catalogue.ts';
import { sendJson } from './reply.ts';

/** Answers a request without prompt: it loads the model, or unloads it with a `keep_alive` of 0. One object, never lines. */
export async function answerEmpty(
  call: ApiCall,
  { runner }: DaemonContext,
  job: {
    readonly source: CatalogueModel;
    readonly request: GenerationRequest;
    readonly textFields: (text: string) => Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { source, request, textFields } = job;
  const { keepAliveMs } = request;
  const { signal } = call;
  const isUnload = keepAliveMs === 0;
  if (isUnload) await runner.unload(source.record.sha256, signal);
  else {
    const { contextLength, threads } = request.options();
    const use = { source, signal, keepAliveMs };
    await runner.use(
      {
        ...use,
        ...(contextLength === undefined ? {} : { contextLength }),
        ...(threads === undefined ? {} : { threads }),
      },
      async () => {},
    );
  }
  sendJson(call.reply, {
    model: request.model,
    created_at: new Date().toISOString(),
    ...textFields(''),
    done: true,
    done_reason: isUnload ? 'unload' : 'load',
  });
}

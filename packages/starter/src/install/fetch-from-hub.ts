import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadFile } from '../download/download-file.ts';
import type { StarterFolder } from '../folder/starter-folder.ts';
import type { ModelMember, StarterModel } from '../manifest/starter-model.ts';
import type { PartOptions } from './install-progress.ts';

/** Limits of a connection, milliseconds; see DownloadOptions. */
export interface HubLimits {
  readonly connectTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
}

/**
 * Fetches the members of a model from its hub: bytes with the size and SHA-256 of the manifest, in their order. What came
 * of a download that was cut off is kept for the next one. Throws what downloadFile throws.
 */
export async function fetchFromHub(
  folder: StarterFolder,
  model: StarterModel,
  { signal, environment = process.env, onProgress, ...limits }: PartOptions & HubLimits,
): Promise<readonly Buffer[]> {
  const { origin, repository, revision } = model.hub;
  const totalBytes = model.members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  await mkdir(folder.downloadsFolder, { recursive: true, mode: 0o700 });
  let before = 0;
  for (const member of model.members) {
    const { name, sizeBytes, sha256 } = member;
    await downloadFile(
      {
        url: `${origin}/${repository}/resolve/${revision}/${name.split('/').map(encodeURIComponent).join('/')}`,
        file: downloadedFile(folder, member),
        sizeBytes,
        sha256,
        source: sourceWords(model),
      },
      {
        signal,
        environment,
        ...limits,
        onProgress: ({ completedBytes }) =>
          onProgress?.({
            status: 'downloading',
            completedBytes: before + completedBytes,
            totalBytes,
          }),
      },
    );
    before += sizeBytes;
  }
  return Promise.all(model.members.map(async (member) => readFile(downloadedFile(folder, member))));
}

/** Removes what was downloaded for a model, whole or not. */
export async function removeDownloads(folder: StarterFolder, model: StarterModel): Promise<void> {
  for (const member of model.members) {
    const file = downloadedFile(folder, member);
    for (const ending of ['', '.download', '.download.json'])
      await rm(`${file}${ending}`, { force: true });
  }
}

/** `Hugging Face owner/name`, or the address of another hub. */
export function sourceWords({ hub: { origin, repository } }: StarterModel): string {
  return `${origin === 'https://huggingface.co' ? 'Hugging Face' : origin} ${repository}`;
}

function downloadedFile({ downloadsFolder }: StarterFolder, { sha256 }: ModelMember): string {
  return join(downloadsFolder, sha256);
}

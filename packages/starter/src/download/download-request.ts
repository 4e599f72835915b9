import type { TransferPace } from './transfer-rate.ts';

/** How far a download is. */
export interface DownloadProgress extends TransferPace {
  readonly completedBytes: number;
  /** Absent when nobody said how large the file is. */
  readonly totalBytes?: number;
}

/** A file to download. */
export interface DownloadRequest {
  /** HTTPS, or HTTP on this machine. */
  readonly url: string;
  /** Where it goes. The partial file and a lock stand beside it. */
  readonly file: string;
  /** Bytes that it must have; absent: as the server says. */
  readonly sizeBytes?: number;
  /** SHA-256 that it must have; absent: any. */
  readonly sha256?: string;
  /** Who sends it, in words for errors: `Hugging Face`. */
  readonly source: string;
}

/** How a file is downloaded. */
export interface DownloadOptions {
  /** Where the settings of a proxy are looked for. */
  readonly environment: NodeJS.ProcessEnv;
  /** Ends the download; the part that arrived is kept. */
  readonly signal: AbortSignal;
  /** Told at the start, a few times a second, and at the end. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Most milliseconds until the connection stands; default 3,000. */
  readonly connectTimeoutMs?: number;
  /** Most milliseconds without data; default 30,000. */
  readonly idleTimeoutMs?: number;
}

/** A file that is whole. */
export interface DownloadedFile {
  readonly sizeBytes: number;
  readonly sha256: string;
}

import type { DownloadedFile } from '../download/download-request.ts';
import type { ModelOffer } from './add-consent.ts';
import type { HubLimits } from './fetch-from-hub.ts';
import type { InstallOptions, PartProgress } from './install-progress.ts';

/** How a model is added. */
export interface AddOptions extends InstallOptions, HubLimits {
  /** Default: made from the name of the file, see nameOfFile. */
  readonly name?: string;
  /** Asked before anything is downloaded or copied; false ends it. Default: yes. */
  readonly confirm?: (offer: ModelOffer) => Promise<boolean>;
  /** `totalBytes` is 0 while the size is not known. */
  readonly onProgress?: (progress: PartProgress) => void;
}

/** A file that is here under a passing name. */
export interface FetchedModel extends DownloadedFile {
  readonly file: string;
  /** Where it came from, in words. */
  readonly source: string;
}

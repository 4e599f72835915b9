import { NodetoolError } from '@nodetool-ai/graph';

/** A model that is about to be added. */
export interface ModelOffer {
  /** Full name that it will have. */
  readonly name: string;
  /** Where it comes from, in words. */
  readonly source: string;
  /** Absent when the server does not say. */
  readonly sizeBytes?: number;
  /** Whether the hub told the SHA-256 that is checked in the end. */
  readonly isDigestKnown: boolean;
}

/** Asks whether a model may be added. Throws CANCELLED when it may not; without anybody to ask it may. */
export async function requireConsent(
  offer: ModelOffer,
  confirm: ((offer: ModelOffer) => Promise<boolean>) | undefined,
): Promise<void> {
  if (confirm === undefined || (await confirm(offer))) return;
  throw new NodetoolError('CANCELLED', `${offer.name} was not added.`);
}

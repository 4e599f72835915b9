import { completeModelName } from '../ollama/facts/model-name.ts';
import { HOST_NAME } from './host-setting.ts';

/** A model, and the host that is to run it where one is named. */
export interface ModelAddress {
  /** Name without the host, as it was written. */
  readonly model: string;
  /** Absent: any host that has the model. */
  readonly host?: string;
}

/**
 * Takes `llama3.2:latest@desk` apart. What stands behind the last `@` is a host where it has the form of one; in
 * `x@sha256:…` it has not.
 */
export function parseModelAddress(id: string): ModelAddress {
  const text = id.trim();
  const at = text.lastIndexOf('@');
  const host = text.slice(at + 1);
  return at === -1 || !HOST_NAME.test(host)
    ? { model: text }
    : { model: text.slice(0, at).trim(), host };
}

/** The full name of a model with its host, by which addresses are compared. */
export function writeModelAddress({ model, host }: ModelAddress): string {
  const name = completeModelName(model);
  return host === undefined ? name : `${name}@${host}`;
}

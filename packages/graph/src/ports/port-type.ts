import { z } from 'zod';

/** What an embedding port says about its vectors. Absent means: not known. */
export interface EmbeddingFacts {
  /** Name of the model that made the vectors. */
  readonly model?: string | undefined;
  /** Digest of that model as the daemon lists it; two models are the same only when digests are. */
  readonly digest?: string | undefined;
  /** Length of each vector. */
  readonly dimensions?: number | undefined;
}

/** The type of a port. `list` and `embedding` are parametric. */
export type PortType =
  | { readonly kind: 'text' }
  | { readonly kind: 'number' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'image' }
  | ({ readonly kind: 'embedding' } & EmbeddingFacts)
  | { readonly kind: 'index' }
  | { readonly kind: 'document' }
  | { readonly kind: 'chunk' }
  | { readonly kind: 'json' }
  | { readonly kind: 'model' }
  | { readonly kind: 'any' }
  | { readonly kind: 'list'; readonly of: PortType };

/** The name of a port type without its parameters. */
export type PortKind = PortType['kind'];

const plainKinds = [
  'text',
  'number',
  'boolean',
  'image',
  'index',
  'document',
  'chunk',
  'json',
  'model',
  'any',
] as const;

/** Checks a port type that came over a process border. */
export const portTypeSchema: z.ZodType<PortType> = z.lazy(() =>
  z.union([
    z.object({ kind: z.enum(plainKinds) }),
    z.object({
      kind: z.literal('embedding'),
      model: z.string().optional(),
      digest: z.string().optional(),
      dimensions: z.int().positive().optional(),
    }),
    z.object({ kind: z.literal('list'), of: portTypeSchema }),
  ]),
);

/** Short constructors, so that declarations read well: `port.list(port.text)`. */
export const port = {
  text: { kind: 'text' },
  number: { kind: 'number' },
  boolean: { kind: 'boolean' },
  image: { kind: 'image' },
  index: { kind: 'index' },
  document: { kind: 'document' },
  chunk: { kind: 'chunk' },
  json: { kind: 'json' },
  model: { kind: 'model' },
  any: { kind: 'any' },
  embedding: (facts: EmbeddingFacts = {}) => ({ kind: 'embedding', ...facts }) as const,
  list: <T extends PortType>(of: T) => ({ kind: 'list', of }) as const,
} as const;

import type { CatalogueEntry } from '@nodetool-ai/graph';

/** The error catalogue: code, and what is said of it. */
type Catalogue = Readonly<Record<string, CatalogueEntry>>;

/** Declarations by the path of their source below `packages`. */
type Declarations = ReadonlyMap<string, string>;

/** What the page is made of. */
export interface ProviderReference {
  /** Everything that the page has a section for, in the order in which it was found. */
  readonly symbols: readonly {
    readonly name: string;
    readonly rows: readonly { readonly name: string }[];
  }[];
  /** Codes that stand in the sources of the package. */
  readonly thrownCodes: readonly string[];
  /** What would keep the page from being whole, each as a sentence that names the symbol; `[]` = nothing. */
  readonly problems: readonly string[];
}

/** The declarations of the package and of the graph language, as their sources are now. Takes seconds: it runs tsc. */
export function emitDeclarations(): Declarations;

/** Reads the provider package. `declarations`: those of `emitDeclarations` when they are not given. */
export function readProviderReference(
  catalogue: Catalogue,
  declarations?: Declarations,
): ProviderReference;

/** The page as it is to be stored. */
export function providerPage(reference: ProviderReference, catalogue: Catalogue): string;

/** Where the page is, relative to the project. */
export const PROVIDER_PAGE: string;

/** Where the part of the page is that is written by hand, relative to the project. */
export const PROVIDER_INTRODUCTION: string;

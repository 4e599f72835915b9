import { createContext, useContext } from 'react';

/** Which node is being renamed. */
export interface Renaming {
  readonly nodeId: string | undefined;
  begin(nodeId: string): void;
  end(): void;
}

/** Hands it to the nodes. */
export const RenamingContext = createContext<Renaming>({
  nodeId: undefined,
  begin: () => {},
  end: () => {},
});

/** See {@link Renaming}. */
export const useRenaming = (): Renaming => useContext(RenamingContext);

/** Gives the focus to a node on the mat once it is drawn. */
export function focusNode(id: string): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus();
  });
}

/** Gives the focus to the mat itself: what had it is gone. */
export function focusMat(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.mat')?.focus());
}

/** Space that stays free to the edge of the window, in px. */
const MARGIN = 12;

/** Where a floating panel goes: below its anchor, or above where there is more room; always within the window. */
export function placeBeside(
  anchor: HTMLElement | null,
  size: { readonly width: number; readonly height: number },
): React.CSSProperties {
  const box = anchor?.getBoundingClientRect() ?? { left: MARGIN, top: MARGIN, bottom: MARGIN };
  const width = Math.min(size.width, innerWidth - 2 * MARGIN);
  const left = Math.max(MARGIN, Math.min(box.left, innerWidth - width - MARGIN));
  const below = innerHeight - box.bottom - MARGIN - 4;
  const above = box.top - MARGIN - 4;
  const isBelow = below >= Math.min(size.height, 280) || below >= above;
  const maxHeight = Math.min(size.height, Math.max(200, isBelow ? below : above));
  return isBelow
    ? { left, width, maxHeight, top: Math.min(box.bottom + 4, innerHeight - 200 - MARGIN) }
    : { left, width, maxHeight, bottom: innerHeight - box.top + 4 };
}

/**
 * The heights of the parts of a node, in px, as `styles/node.css` draws them. Where a node and its ports are is worked
 * out from these, so that nodes that are out of view need not be drawn to be wired.
 */
export const MEASURES = {
  border: 1,
  header: 32,
  rail: 8,
  status: 24,
  portRow: 24,
  /** Above and below the port rows together. */
  portsPadding: 8,
  field: 26,
  fieldGap: 6,
  widgetsTop: 2,
  widgetsBottom: 8,
  textLine: 18,
  /** Padding and border of a field of several lines. */
  textPadding: 14,
  imageWell: 96,
  /** The side of a port's hit area; the drawing inside is smaller. */
  handle: 24,
} as const;

/** Width of a node, in px. */
export const NODE_WIDTH = { standard: 240, wide: 288 } as const;

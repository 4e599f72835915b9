/** Begins as a PNG does; no pixels that matter. */
export const PNG_BYTES = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 11, 22, 33, 44, 55, 66, 77, 88, 99, 111, 122, 133,
]);

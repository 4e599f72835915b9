/** How a tensor's weights are stored: `weights` of them take `bytes`. */
export interface BlockSize {
  readonly weights: number;
  readonly bytes: number;
}

const block = (weights: number, bytes: number): BlockSize => ({ weights, bytes });

/**
 * Sizes of the encodings by their number in a GGUF file, as ggml defines them (ggml/src/ggml.c, `type_traits`). An
 * encoding that is not here is younger than this table.
 */
export const BLOCK_SIZES: ReadonlyMap<number, BlockSize> = new Map([
  [0, block(1, 4)],
  [1, block(1, 2)],
  [2, block(32, 18)],
  [3, block(32, 20)],
  [6, block(32, 22)],
  [7, block(32, 24)],
  [8, block(32, 34)],
  [9, block(32, 36)],
  [10, block(256, 84)],
  [11, block(256, 110)],
  [12, block(256, 144)],
  [13, block(256, 176)],
  [14, block(256, 210)],
  [15, block(256, 292)],
  [16, block(256, 66)],
  [17, block(256, 74)],
  [18, block(256, 98)],
  [19, block(256, 50)],
  [20, block(32, 18)],
  [21, block(256, 110)],
  [22, block(256, 82)],
  [23, block(256, 136)],
  [24, block(1, 1)],
  [25, block(1, 2)],
  [26, block(1, 4)],
  [27, block(1, 8)],
  [28, block(1, 8)],
  [29, block(256, 56)],
  [30, block(1, 2)],
  [34, block(256, 54)],
  [35, block(256, 66)],
  [39, block(32, 17)],
]);

/** Names of `general.file_type`, as llama.cpp numbers them (include/llama.h, `llama_ftype`). */
export const FILE_TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'F32'],
  [1, 'F16'],
  [2, 'Q4_0'],
  [3, 'Q4_1'],
  [7, 'Q8_0'],
  [8, 'Q5_0'],
  [9, 'Q5_1'],
  [10, 'Q2_K'],
  [11, 'Q3_K_S'],
  [12, 'Q3_K_M'],
  [13, 'Q3_K_L'],
  [14, 'Q4_K_S'],
  [15, 'Q4_K_M'],
  [16, 'Q5_K_S'],
  [17, 'Q5_K_M'],
  [18, 'Q6_K'],
  [19, 'IQ2_XXS'],
  [20, 'IQ2_XS'],
  [21, 'Q2_K_S'],
  [22, 'IQ3_XS'],
  [23, 'IQ3_XXS'],
  [24, 'IQ1_S'],
  [25, 'IQ4_NL'],
  [26, 'IQ3_S'],
  [27, 'IQ3_M'],
  [28, 'IQ2_S'],
  [29, 'IQ2_M'],
  [30, 'IQ4_XS'],
  [31, 'IQ1_M'],
  [32, 'BF16'],
  [36, 'TQ1_0'],
  [37, 'TQ2_0'],
  [38, 'MXFP4'],
]);

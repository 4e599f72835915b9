import type { CatalogueModel } from './model-catalogue.ts';

/** Two numbers a place, key and value, of 16 bits each. */
const BYTES_PER_CELL = 4;
/** What stays free: the estimate is rough, and the machine does other things too. */
const SPARE_PART = 0.2;

/** Bytes that a model would take: its file, and a context of so many tokens as far as the file's header tells. */
export function estimateBytes(
  { record, information }: CatalogueModel,
  contextLength: number,
): number {
  const { architecture, metadata, embeddingLength = 0 } = information;
  const figure = (name: string) => {
    const value = metadata[`${architecture}.${name}`];
    return typeof value === 'number' && value > 0 ? value : undefined;
  };
  const heads = figure('attention.head_count') ?? 1;
  const keyValueHeads = figure('attention.head_count_kv') ?? heads;
  const width = (embeddingLength * keyValueHeads) / heads;
  const layers = figure('block_count') ?? 0;
  return record.sizeBytes + contextLength * layers * width * BYTES_PER_CELL;
}

/** Whether so many bytes may be taken beside what is loaded. */
export function fitsBeside(neededBytes: number, freeBytes: number): boolean {
  return neededBytes <= freeBytes * (1 - SPARE_PART);
}

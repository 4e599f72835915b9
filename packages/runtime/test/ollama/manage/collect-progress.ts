/** Everything that a stream of progress gives, and the error that it ends with. */
export async function collectProgress<Item>(stream: AsyncIterable<Item>) {
  const items: Item[] = [];
  let error: unknown;
  try {
    for await (const item of stream) items.push(item);
  } catch (thrown) {
    error = thrown;
  }
  return { items, last: items.at(-1), error };
}

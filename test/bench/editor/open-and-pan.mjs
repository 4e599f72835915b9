/** So many steps a pan has; each is one picture. */
const STEPS = 40;

/** Milliseconds from now until nodes are shown and two pictures were drawn. */
export async function timeToNodes(page, open) {
  const start = performance.now();
  await open();
  await page.locator('.react-flow__node').first().waitFor();
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  return performance.now() - start;
}

/** 95th percentile of the time between pictures while the canvas is dragged, in milliseconds. */
export async function panFrames(page) {
  const box = await page.locator('.react-flow__pane').boundingBox();
  const y = box.y + box.height - 40;
  await page.evaluate(() => {
    globalThis.frames = [];
    let last = performance.now();
    const next = (now) => {
      globalThis.frames.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  const x = box.x + box.width - 60;
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= STEPS; step += 1) await page.mouse.move(x - step * 12, y);
  await page.mouse.up();
  const frames = await page.evaluate(() => globalThis.frames.slice(2));
  return frames.toSorted((left, right) => left - right)[Math.floor(frames.length * 0.95)];
}

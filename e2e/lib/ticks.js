/**
 * How long one side of a call hears nothing: an unreliable data channel on which each side writes every 20 ms.
 *
 * @typedef {import('./call.js').CallSide} CallSide
 */

/** @param {CallSide} side */
export function openTicks(side) {
  return side.page.evaluate(() => {
    const page = /** @type {any} */ (window);
    const channel = page.otter.call.peerConnection.createDataChannel('ticks', {
      negotiated: true,
      id: 1000,
      ordered: false,
      maxRetransmits: 0,
    });
    page.ticks = { count: 0, heardAt: performance.now(), longest: 0 };
    channel.onmessage = () => {
      const now = performance.now();
      page.ticks.longest = Math.max(page.ticks.longest, now - page.ticks.heardAt);
      page.ticks.heardAt = now;
      page.ticks.count++;
    };
    setInterval(() => channel.readyState === 'open' && channel.send('tick'), 20);
  });
}

/** How many have come. @param {CallSide} side @returns {Promise<number>} */
export function ticks(side) {
  return side.page.evaluate(() => /** @type {any} */ (window).ticks.count);
}

/** Begins to look for the longest silence. @param {CallSide} side */
export function watchSilence(side) {
  return side.page.evaluate(() => {
    const seen = /** @type {any} */ (window).ticks;
    seen.longest = 0;
    seen.heardAt = performance.now();
  });
}

/** The longest silence since then, in ms. @param {CallSide} side @returns {Promise<number>} */
export function silenceSince(side) {
  return side.page.evaluate(() => {
    const seen = /** @type {any} */ (window).ticks;
    return Math.max(seen.longest, performance.now() - seen.heardAt);
  });
}

import { until } from './until.js';

const CARRIER_BOUND_MS = 60_000;

/**
 * The longest silence in what one side of a call receives, sampled every 100 ms; and for how long the page itself stood
 * still, on a busy machine, and could not look.
 *
 * @typedef {import('./call.js').CallSide} CallSide
 */

/**
 * Begins to look.
 *
 * @param {CallSide} side
 */
export function watchGaps(side) {
  return side.page.evaluate(() => {
    const page = /** @type {any} */ (window);
    clearInterval(page.gapTimer);
    page.gaps = { bytes: 0, atMs: performance.now(), longestMs: 0, lookedMs: performance.now(), blindMs: 0 };
    page.gapTimer = setInterval(async () => {
      // Between two connections nothing comes, and that is silence too.
      const stats = await page.otter.call?.peerConnection?.getStats();
      let bytes = stats ? 0 : page.gaps.bytes;
      for (const each of stats?.values() ?? []) {
        bytes += each.type === 'inbound-rtp' && each.kind === 'video' ? each.bytesReceived : 0;
      }
      const nowMs = performance.now();
      page.gaps.blindMs = Math.max(page.gaps.blindMs, nowMs - page.gaps.lookedMs - 100);
      page.gaps.lookedMs = nowMs;
      if (bytes !== page.gaps.bytes) {
        page.gaps.bytes = bytes;
        page.gaps.longestMs = Math.max(page.gaps.longestMs, nowMs - page.gaps.atMs);
        page.gaps.atMs = nowMs;
      }
    }, 100);
  });
}

/**
 * @param {CallSide} side
 * @returns {Promise<number>}  in milliseconds, since watchGaps
 */
export function longestGapMs(side) {
  return side.page.evaluate(() => {
    const { gaps } = /** @type {any} */ (window);
    return Math.round(Math.max(gaps.longestMs, performance.now() - gaps.atMs));
  });
}

/**
 * @param {CallSide} side
 * @returns {Promise<number>}  in milliseconds, since watchGaps: the longest time by which a look was late
 */
export function longestBlindMs(side) {
  return side.page.evaluate(() => Math.round(/** @type {any} */ (window).gaps.blindMs));
}

/**
 * Waits until the media of both sides goes by a relay.
 *
 * @param {CallSide[]} sides
 * @param {number} port  of the relay
 * @param {number} boundMs
 */
export function untilRelayedBy(sides, port, boundMs) {
  return until(`media goes by the relay at port ${port}`, boundMs, async () => {
    const urls = await Promise.all(sides.map(relayUrl));
    return urls.every((url) => url?.includes(`:${port}`));
  });
}

/**
 * The relay by which the media of one side goes.
 *
 * @template {{ port: number }} Relay
 * @param {Relay[]} relays
 * @param {CallSide} side
 * @returns {Promise<Relay>}
 */
export function carrier(relays, side) {
  return until('media goes by one of the relays', CARRIER_BOUND_MS, async () => {
    const url = await relayUrl(side);
    return relays.find(({ port }) => url?.includes(`:${port}`));
  });
}

/**
 * The TURN server of the pair that carries the media.
 *
 * @param {CallSide} side
 * @returns {Promise<string | undefined>}
 */
function relayUrl(side) {
  return side.page.evaluate(async () => {
    const stats = await /** @type {any} */ (window).otter.call.peerConnection.getStats();
    const transport = [...stats.values()].find(({ type }) => type === 'transport');
    const pair = stats.get(transport?.selectedCandidatePairId);
    return pair?.state === 'succeeded' ? stats.get(pair.localCandidateId)?.url : undefined;
  });
}

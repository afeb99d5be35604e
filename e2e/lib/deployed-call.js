import assert from 'node:assert/strict';
import { newPerson } from './browser.js';
import { CallSide, connect } from './call.js';
import { longestGapMs, watchGaps } from './media-gap.js';
import { relayOnly, selectedPair } from './relayed.js';
import { until } from './until.js';

const BOUND_MS = 120_000;

/** A call of two pages by a join link of a deployment, whose media is relayed. */
export class DeployedCall {
  /** @type {string[]} */
  #ids = [];

  /** @param {[CallSide, CallSide]} sides */
  constructor(sides) {
    this.sides = sides;
  }

  /**
   * @param {import('playwright-core').Browser} browser
   * @param {string} link
   * @param {string} address  of the TURN servers
   */
  static async begin(browser, link, address = '127.0.0.1') {
    const call = new DeployedCall([
      new CallSide('Ada', await newPerson(browser)),
      new CallSide('Ben', await newPerson(browser)),
    ]);
    await Promise.all(call.sides.map(({ page }) => page.addInitScript(relayOnly)));
    await Promise.all(call.sides.map((side) => side.open(link)));
    await connect(...call.sides);
    for (const pair of await Promise.all(call.sides.map(selectedPair))) {
      assert.ok(pair.local.startsWith(`relay ${address}:`), pair.local);
    }
    call.#ids = await Promise.all(call.sides.map(({ page }) => page.evaluate(watchRoom)));
    return call;
  }

  watchGaps() {
    return Promise.all(this.sides.map(watchGaps));
  }

  /** @returns {Promise<number>} the longest silence of either side since watchGaps, in milliseconds */
  async longestGapMs() {
    return Math.max(...(await Promise.all(this.sides.map(longestGapMs))));
  }

  /** Both are in their places, and the picture goes on. */
  async untilWell() {
    for (const side of this.sides) {
      await until(`${side.name} is in the call`, BOUND_MS, () =>
        side.page.evaluate(() => {
          const { room } = /** @type {any} */ (window).otter;
          return room.status.state === 'connected' && !room.peers[0].interrupted;
        }),
      );
    }
    await Promise.all(this.sides.map((side) => side.untilDecoding()));
  }

  /** Each is who it was in the beginning, and was never shown as gone. */
  async assertNobodyLeft() {
    for (const [index, { page, name }] of this.sides.entries()) {
      const { left, id } = await page.evaluate(() => {
        const { leftCount, otter } = /** @type {any} */ (window);
        return { left: leftCount, id: otter.room.self.id };
      });
      assert.deepEqual({ left, id }, { left: 0, id: this.#ids[index] }, name);
    }
  }
}

/** Runs in the page. @returns {string} who this side is */
function watchRoom() {
  const page = /** @type {any} */ (window);
  page.leftCount = 0;
  page.otter.room.on('peer-left', () => (page.leftCount += 1));
  return page.otter.room.self.id;
}

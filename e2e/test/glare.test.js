import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { OtterNode } from '../lib/otter-node.js';
import { ACTIONS, newDie, picturesMove, prepareRestless } from '../lib/random-calls.js';
import { assertNothingLeaked } from '../lib/secrets.js';
import { until } from '../lib/until.js';

const ROUNDS = 200;

/** OTTER_E2E_SEED repeats a run. */
const SEED = Number(process.env.OTTER_E2E_SEED ?? Date.now() % 1_000_000);

/** Far enough ahead that both pages have got the order before the moment comes. */
const LEAD_MS = 40;

/** An SDP must stay far below the 64 KiB that the server takes as one message. */
const MAX_M_LINES = 10;

describe('glare: both sides change everything at the same moments', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {CallSide[]} */
  let sides;
  /** @type {string} */
  let link;

  before(async () => {
    node = await OtterNode.start({ name: 'glare' });
    browser = await launchBrowser();
    sides = [];
    for (const name of ['Ada', 'Ben']) {
      const page = await newPerson(browser);
      await page.addInitScript(prepareRestless);
      sides.push(new CallSide(name, page));
    }
    ({ url: link } = await node.createRoom('glare'));
    await Promise.all(sides.map((side) => side.open(link)));
    await connect(.../** @type {[CallSide, CallSide]} */ (sides));
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  it(`survives ${ROUNDS} random rounds, seed ${SEED}`, async (test) => {
    const roll = newDie(SEED);
    const startMs = performance.now();
    for (let round = 0; round < ROUNDS; round++) {
      const atMs = Date.now() + LEAD_MS;
      const names = sides.map(() => String(ACTIONS[roll(ACTIONS.length)]));
      await Promise.all(
        sides.map(({ page }, index) =>
          page.evaluate((order) => /** @type {any} */ (window).act(order), {
            name: String(names[index]),
            atMs: atMs + roll(20),
          }),
        ),
      );
    }
    test.diagnostic(`${ROUNDS} rounds in ${Math.round(performance.now() - startMs)} ms, seed ${SEED}`);
    const crossings = await Promise.all(
      sides.map(({ page }) => page.evaluate(() => /** @type {any} */ (window).crossings)),
    );
    test.diagnostic(`offers that met an open one of our own: ${crossings.join(' + ')}`);
    assert.ok(crossings[0] + crossings[1] > 0, 'no two offers ever crossed: this test tested nothing');
  });

  it('ends with both sides stable and every live track decoded at the far end', async (test) => {
    await Promise.all(sides.map(({ page }) => page.evaluate(() => /** @type {any} */ (window).settleDown())));
    for (const side of sides) {
      await until(`${side.name} is stable and gets three pictures and one sound`, 60_000, () =>
        side.page.evaluate(() => {
          const [peer] = /** @type {any} */ (window).otter.room.peers;
          const names = peer.tracks.map((/** @type {any} */ { name, kind }) => `${name} ${kind}`).toSorted();
          const all = 'camera video,extra video,microphone audio,screen screen';
          return peer.connection.signalingState === 'stable' && names.join() === all;
        }),
      );
      await until(`${side.name} decodes all pictures`, 60_000, () => side.page.evaluate(picturesMove, 3));
      await side.untilHearing();
      await side.untilState('connected');
    }
    const lines = await Promise.all(
      sides.map(({ page }) =>
        page.evaluate(
          () => /** @type {any} */ (window).otter.room.peers[0].connection.getTransceivers().length,
        ),
      ),
    );
    test.diagnostic(`m-lines at the end: ${lines.join(' and ')}`);
    assert.ok(Math.max(...lines) <= MAX_M_LINES, `the SDP has grown to ${Math.max(...lines)} m-lines`);
  });

  it('made no page complain, and left nothing in the log', async () => {
    for (const side of sides) {
      side.assertNoTrouble();
    }
    await assertNothingLeaked([node], ['token', 'ICE password', 'fingerprint', 'resume secret']);
  });
});

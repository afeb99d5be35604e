import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { freePort } from '../lib/free-port.js';
import { OtterNode } from '../lib/otter-node.js';
import { relayOnly, selectedPair, untilReady } from '../lib/relayed.js';
import { assertNothingLeaked } from '../lib/secrets.js';
import { until } from '../lib/until.js';

const MEDIA_BOUND_MS = 60_000;

/** So much sound after a death means that the call goes on: a second of it. */
const PACKETS_AFTER = 50;

describe('a call through the gateway', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser[]} */
  const browsers = [];
  /** @type {CallSide} */
  let ada;
  /** @type {CallSide} */
  let ben;
  /** @type {string} */
  let link;

  before(async () => {
    node = await OtterNode.start({
      name: 'gateway-call',
      environment: {
        OTTER_TURN_DRIVER: 'process',
        OTTER_TURN_GATEWAY: 'on',
        OTTER_TURN_RELAYS: '2',
        OTTER_TURN_PORT: String(await freePort()),
      },
    });
    browsers.push(...(await Promise.all([launchBrowser(), launchBrowser()])));
    ada = new CallSide('Ada', await newPerson(/** @type {any} */ (browsers[0])));
    ben = new CallSide('Ben', await newPerson(/** @type {any} */ (browsers[1])));
    await Promise.all([ada, ben].map(({ page }) => page.addInitScript(relayOnly)));
    ({ url: link } = await node.createRoom('tea-by-gateway'));
    await untilReady(node, 2);
  });

  after(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    await node?.stop();
  });

  it('brings picture and sound to both sides, by relayed addresses alone', async (test) => {
    await Promise.all([ada.open(link), ben.open(link)]);
    const firstFrameMs = await connect(ada, ben);
    test.diagnostic(`from Join to the first decoded frame, by the gateway: ${firstFrameMs} ms`);
    for (const side of [ada, ben]) {
      const { local, remote } = await selectedPair(side);
      assert.equal(local.split(' ')[0], 'relay');
      assert.equal(remote.split(' ')[0], 'relay');
    }
  });

  it('goes on when each relay is killed in turn, and the browsers see nothing of it', async () => {
    const pairs = await Promise.all([ada, ben].map(selectedPair));
    /** @type {string[]} */
    const dead = [];
    for (let i = 0; i < 2; i++) {
      /** @type {any} */
      const victim = (await untilReady(node, 2, dead)).find(({ id }) => !dead.includes(id));
      const pid = await node.relayPid(victim.id);
      const silences = [ada, ben].map((side) => longestSilence(side));
      await until('sound comes in', MEDIA_BOUND_MS, async () =>
        (await Promise.all([ada, ben].map(watching))).every(Boolean),
      );
      process.kill(pid, 'SIGKILL');
      dead.push(victim.id);
      const worst = Math.max(...(await Promise.all(silences)));
      process.stderr.write(`    relay ${i + 1} of 2 killed: longest silence ${Math.round(worst)} ms\n`);
    }
    assert.deepEqual(await Promise.all([ada, ben].map(selectedPair)), pairs);
    for (const side of [ada, ben]) {
      assert.equal(await side.state(), 'connected');
    }
  });

  it('left no key, token or SDP in the log', async () => {
    await assertNothingLeaked([node], ['token', 'ICE password', 'resume secret', 'TURN credential']);
  });
});

/**
 * The longest time without a packet of sound, from now until a second of it has come after the last
 * long silence.
 *
 * @param {CallSide} side
 * @returns {Promise<number>} milliseconds
 */
function longestSilence(side) {
  return side.page.evaluate(
    async ({ enough, boundMs }) => {
      const page = /** @type {any} */ (window);
      const { peerConnection } = page.otter.call;
      const packets = async () => {
        const stats = [...(await peerConnection.getStats()).values()];
        return stats
          .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')
          .reduce((sum, { packetsReceived }) => sum + packetsReceived, 0);
      };
      const start = performance.now();
      const first = await packets();
      let last = first;
      let heardAt = performance.now();
      let longest = 0;
      // Twice: before the death, which waits for it, and after.
      while (last - first < 3 * enough) {
        const now = await packets();
        if (now > last) {
          longest = Math.max(longest, performance.now() - heardAt);
          heardAt = performance.now();
          last = now;
          page.watchingSound = true;
        }
        if (performance.now() - start > boundMs) {
          throw new Error(`only ${last - first} packets`);
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      page.watchingSound = false;
      return longest;
    },
    { enough: PACKETS_AFTER, boundMs: MEDIA_BOUND_MS },
  );
}

/** @param {CallSide} side */
function watching(side) {
  return side.page.evaluate(() => /** @type {any} */ (window).watchingSound === true);
}

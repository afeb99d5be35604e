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

/** So much sound after a death means that the call goes on: two seconds of it. */
const PACKETS_TO_HEAR = 100;

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
      await Promise.all([ada, ben].map(watchSound));
      await untilMoreSound([ada, ben]);
      process.kill(pid, 'SIGKILL');
      dead.push(victim.id);
      await untilMoreSound([ada, ben]);
      const worst = Math.max(
        ...(await Promise.all([ada, ben].map(soundWatched))).map(({ longest }) => longest),
      );
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
 * Begins to look for the longest time without a packet of sound.
 *
 * @param {CallSide} side
 */
function watchSound(side) {
  return side.page.evaluate(() => {
    const page = /** @type {any} */ (window);
    const watched = { packets: -1, heardAt: 0, longest: 0 };
    page.sound = watched;
    const look = async () => {
      const stats = [...(await page.otter.call.peerConnection.getStats()).values()];
      const packets = stats
        .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')
        .reduce((sum, { packetsReceived }) => sum + packetsReceived, 0);
      if (packets > watched.packets) {
        const now = performance.now();
        watched.longest = watched.packets < 0 ? 0 : Math.max(watched.longest, now - watched.heardAt);
        Object.assign(watched, { packets, heardAt: now });
      }
      if (page.sound === watched) {
        setTimeout(look, 10);
      }
    };
    return look();
  });
}

/** @param {CallSide} side @returns {Promise<{ packets: number, longest: number }>} so far, and milliseconds */
function soundWatched(side) {
  return side.page.evaluate(() => /** @type {any} */ (window).sound);
}

/** A call goes on when this much sound has come to all from now on. @param {CallSide[]} sides */
async function untilMoreSound(sides) {
  const begin = await Promise.all(sides.map(soundWatched));
  await until('sound comes in', MEDIA_BOUND_MS, async () => {
    const now = await Promise.all(sides.map(soundWatched));
    return now.every(({ packets }, side) => packets >= (begin[side]?.packets ?? 0) + PACKETS_TO_HEAR);
  });
}

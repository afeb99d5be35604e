import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { untilCause } from '../lib/causes.js';
import { carrier, longestBlindMs, longestGapMs, untilRelayedBy, watchGaps } from '../lib/media-gap.js';
import { OtterNode } from '../lib/otter-node.js';
import { relayOnly, selectedPair, untilReady } from '../lib/relayed.js';
import { assertNothingLeaked } from '../lib/secrets.js';

const RELAY_BOUND_MS = 60_000;

/** The promise. A browser by itself sees after 7 s that something is wrong, and restarts nothing before. */
const KILLED_BOUND_MS = 2_000;

/** The promise is none. */
const NO_CUT_BOUND_MS = 1_500;

describe('a call through a relay that the node launched', () => {
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
      name: 'relayed-call',
      environment: {
        OTTER_TURN_DRIVER: 'process',
        OTTER_TURN_RELAYS: '2',
        OTTER_TURN_ALLOWED_PEERS: '127.0.0.0/8',
      },
    });
    browsers.push(...(await Promise.all([launchBrowser(), launchBrowser()])));
    ada = new CallSide('Ada', await newPerson(/** @type {any} */ (browsers[0])));
    ben = new CallSide('Ben', await newPerson(/** @type {any} */ (browsers[1])));
    await Promise.all([ada, ben].map(({ page }) => page.addInitScript(relayOnly)));
    ({ url: link } = await node.createRoom('tea-by-relay'));
  });

  after(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    await node?.stop();
  });

  /**
   * The longest silence since watchGaps, less the time for which the machine let the pages stand still: one that does can
   * neither look nor answer the other's offer, so that it is silence for both.
   *
   * @param {number} boundMs
   * @param {string} when
   */
  async function assertSilentLess(boundMs, when) {
    const gaps = await Promise.all([ada, ben].map(longestGapMs));
    const blind = await Promise.all([ada, ben].map(longestBlindMs));
    const said = `${gaps.join(' and ')} ms; looks late by ${blind.join(' and ')} ms`;
    process.stderr.write(`    longest silence ${when}: ${said}\n`);
    const stoodStillMs = blind.reduce((sum, each) => sum + each, 0);
    assert.ok(Math.max(...gaps) - stoodStillMs < boundMs, said);
  }

  it('has a relay that passed its self-test', async () => {
    const [relay] = await untilReady(node, 2);
    assert.equal(relay.driver, 'process');
    assert.equal(relay.address, '127.0.0.1');
  });

  it('brings picture and sound to both sides, by the relay alone', async (test) => {
    await Promise.all([ada.open(link), ben.open(link)]);
    const firstFrameMs = await connect(ada, ben);
    test.diagnostic(`from Join to the first decoded frame, relayed: ${firstFrameMs} ms`);
    for (const side of [ada, ben]) {
      const { local, remote } = await selectedPair(side);
      assert.equal(local.split(' ')[0], 'relay');
      assert.equal(remote.split(' ')[0], 'relay');
    }
  });

  it('leaves a relay that is drained, without a cut', async () => {
    const relays = await untilReady(node, 2);
    const drained = await carrier(relays, ada);
    const other = /** @type {any} */ (relays.find(({ id }) => id !== drained.id));
    await Promise.all([ada, ben].map(watchGaps));
    await node.drainRelay(drained.id);
    await untilRelayedBy([ada, ben], other.port, RELAY_BOUND_MS);
    await assertSilentLess(NO_CUT_BOUND_MS, 'while the relay was drained');
  });

  it('goes on by another relay when its own is killed', async () => {
    const relays = await untilReady(node, 2);
    const victim = await carrier(relays, ada);
    const other = /** @type {any} */ (relays.find(({ id }) => id !== victim.id));
    await Promise.all([ada, ben].map(watchGaps));
    process.kill(await node.relayPid(victim.id), 'SIGKILL');
    await untilRelayedBy([ada, ben], other.port, RELAY_BOUND_MS);
    await assertSilentLess(KILLED_BOUND_MS, 'after the relay was killed');
    await untilCause(node, 'tea-by-relay', 'relay-died', false);
  });

  it('left no key, token or SDP in the log', async () => {
    await assertNothingLeaked([node], ['token', 'ICE password', 'resume secret', 'TURN credential']);
  });

  it('leaves no relay behind when it stops', async () => {
    const [relay] = await untilReady(node, 1);
    const pid = await node.relayPid(relay.id);
    await node.stop();
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });
});

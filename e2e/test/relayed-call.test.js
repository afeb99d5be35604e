import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { OtterNode } from '../lib/otter-node.js';
import { assertNothingLeaked } from '../lib/secrets.js';
import { until } from '../lib/until.js';

const RELAY_BOUND_MS = 30_000;

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
      environment: { OTTER_TURN_DRIVER: 'process', OTTER_TURN_ALLOWED_PEERS: '127.0.0.0/8' },
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

  it('has a relay that passed its self-test', async () => {
    const [relay] = await untilReady(node);
    assert.equal(relay.driver, 'process');
    assert.equal(relay.address, '127.0.0.1');
  });

  it('brings picture and sound to both sides, by the relay alone', async (test) => {
    await Promise.all([ada.open(link), ben.open(link)]);
    const firstFrameMs = await connect(ada, ben);
    test.diagnostic(`from Join to the first decoded frame, relayed: ${firstFrameMs} ms`);
    for (const side of [ada, ben]) {
      assert.deepEqual(await candidateTypes(side), { local: 'relay', remote: 'relay' });
    }
  });

  it('has another relay in its place when it is killed', async () => {
    const [victim] = await untilReady(node);
    process.kill(await node.relayPid(victim.id), 'SIGKILL');
    const startMs = performance.now();
    const [next] = await untilReady(node, victim.id);
    process.stderr.write(`    another relay after ${Math.round(performance.now() - startMs)} ms\n`);
    assert.notEqual(next.id, victim.id);
  });

  it('comes back through that one by itself', async (test) => {
    const startMs = performance.now();
    for (const side of [ada, ben]) {
      await side.untilState('connected');
      await side.untilDecoding();
      await side.untilHearing();
      assert.deepEqual(await candidateTypes(side), { local: 'relay', remote: 'relay' });
    }
    test.diagnostic(`picture and sound again, ${Math.round(performance.now() - startMs)} ms after the new relay`);
  });

  it('left no key, token or SDP in the log', async () => {
    await assertNothingLeaked([node], [link]);
  });

  it('leaves no relay behind when it stops', async () => {
    const [relay] = await untilReady(node);
    const pid = await node.relayPid(relay.id);
    await node.stop();
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });
});

/** Runs in the page: no candidate but those of a relay. */
function relayOnly() {
  const page = /** @type {any} */ (window);
  const { RTCPeerConnection } = page;
  page.RTCPeerConnection = class extends RTCPeerConnection {
    /** @param {RTCConfiguration} configuration */
    constructor(configuration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }

    /** @param {RTCConfiguration} configuration */
    setConfiguration(configuration) {
      super.setConfiguration({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}

/**
 * The types of the two ends of the pair that carries the media.
 *
 * @param {CallSide} side
 */
function candidateTypes(side) {
  return side.page.evaluate(async () => {
    const stats = await /** @type {any} */ (window).otter.call.peerConnection.getStats();
    const all = [...stats.values()];
    const transport = all.find(({ type }) => type === 'transport');
    const pair = stats.get(transport.selectedCandidatePairId);
    return {
      local: stats.get(pair.localCandidateId).candidateType,
      remote: stats.get(pair.remoteCandidateId).candidateType,
    };
  });
}

/**
 * @param {OtterNode} node
 * @param {string} [other]  a relay that is not meant
 * @returns {Promise<{ id: string, driver: string, address: string, state: string }[]>}
 */
function untilReady(node, other) {
  return until('a relay is ready', RELAY_BOUND_MS, async () => {
    const ready = (await node.relays()).filter(({ id, state }) => state === 'ready' && id !== other);
    return ready.length > 0 && ready;
  });
}

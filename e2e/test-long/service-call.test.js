import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { relayOnly, selectedPair } from '../lib/relayed.js';
import { ServiceNetwork } from '../lib/service-network.js';
import { SpreadCluster } from '../lib/spread-cluster.js';
import { openTicks, silenceSince, ticks, watchSilence } from '../lib/ticks.js';
import { until } from '../lib/until.js';

const NODES = 3;
const BOUND_MS = 60_000;

/** After that browsers would restart ICE. */
const MOST_SILENCE_MS = 7_000;

/**
 * A call through gateways behind a Service of Kubernetes' kind: Ada by a relayed address, Ben with an address of his
 * own. Each of their flows has a node of its own, and gets answers from no other one.
 */
describe('a call through a Service', () => {
  /** @type {SpreadCluster<ServiceNetwork>} */
  let cluster;
  /** @type {import('playwright-core').Browser[]} */
  const browsers = [];
  /** @type {[CallSide, CallSide]} */
  let sides;
  /** @type {{ local: string, remote: string, ufrag: string }[]} */
  let pairs;

  before(async () => {
    cluster = await SpreadCluster.startIn('service-call', await ServiceNetwork.make(NODES));
    const pages = cluster.node(NODES);
    const insecure = `--unsafely-treat-insecure-origin-as-secure=${pages.origin}`;
    browsers.push(await launchBrowser('fake', [insecure]), await launchBrowser('fake', [insecure]));
    const people = await Promise.all(browsers.map((browser) => newPerson(browser)));
    sides = /** @type {[CallSide, CallSide]} */ (
      people.map((page, index) => new CallSide(['Ada', 'Ben'][index] ?? '', page))
    );
    await sides[0].page.addInitScript(relayOnly);
    // Ben has no session of his own that could be taken for Ada's.
    await sides[1].page.addInitScript(withoutServers);
    const { url } = await pages.createRoom('service-call');
    await Promise.all(sides.map((side) => side.open(url)));
  });

  after(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    await cluster?.stop();
  });

  it('brings picture and sound, at the address of the Service', async () => {
    await connect(...sides);
    await Promise.all(sides.map(openTicks));
    await untilMoreTicks();
    pairs = await Promise.all(sides.map(selectedPair));
    assert.match(pairs[0]?.local ?? '', /^relay 10\.213\.48\.98:50/);
    assert.match(pairs[1]?.remote ?? '', /^relay 10\.213\.48\.98:50/);
  });

  it('goes on when its flows are led to nodes that do not have the session', async () => {
    const owner = await cluster.busiest();
    for (const number of [1, 2, 3].filter((each) => each !== owner)) {
      await cluster.network.leadTo([number]);
      await untilMoreTicks();
    }
    await cluster.network.leadTo([1, 2, 3]);
    assert.equal(await cluster.busiest(), owner);
    assert.deepEqual(await Promise.all(sides.map(selectedPair)), pairs);
  });

  for (const victim of ['the node that has the session', 'the one that has it then']) {
    it(`goes on when ${victim} is killed`, async (test) => {
      await until('all nodes know the session', BOUND_MS, async () => {
        const figures = await Promise.all([1, 2, 3].map((each) => cluster.figuresOf(each)));
        assert.equal(
          figures.reduce((sum, { own }) => sum + own, 0),
          1,
        );
        return figures.every(({ own, elsewhere }) => own + elsewhere === 1);
      });
      const number = await cluster.busiest();
      await Promise.all(sides.map(watchSilence));
      cluster.node(number).kill();
      await cluster.network.leadTo([1, 2, 3].filter((each) => each !== number));
      await untilMoreTicks();
      await Promise.all(sides.map((side) => side.untilDecoding()));
      const silence = Math.max(...(await Promise.all(sides.map(silenceSince))));
      test.diagnostic(`${victim} was killed: silence ${Math.round(silence)} ms`);
      assert.ok(silence < MOST_SILENCE_MS, `silence ${Math.round(silence)} ms`);
      assert.deepEqual(await Promise.all(sides.map(selectedPair)), pairs, 'no ICE restart');
      await cluster.node(number).stop();
      await cluster.startNode(number);
      await cluster.network.leadTo([1, 2, 3]);
    });
  }

  /** Both sides hear the other. */
  async function untilMoreTicks() {
    const begin = await Promise.all(sides.map(ticks));
    await until('ticks come', BOUND_MS, async () => {
      const now = await Promise.all(sides.map(ticks));
      return now.every((count, index) => count > (begin[index] ?? 0) + 50);
    });
  }
});

/** Runs in the page: no TURN server, and so no candidate of one. */
function withoutServers() {
  const page = /** @type {any} */ (window);
  const { RTCPeerConnection } = page;
  page.RTCPeerConnection = class extends RTCPeerConnection {
    /** @param {RTCConfiguration} configuration */
    constructor(configuration) {
      super({ ...configuration, iceServers: [] });
    }

    /** @param {RTCConfiguration} configuration */
    setConfiguration(configuration) {
      super.setConfiguration({ ...configuration, iceServers: [] });
    }
  };
}

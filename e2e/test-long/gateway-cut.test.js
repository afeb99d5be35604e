import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { relayOnly } from '../lib/relayed.js';
import { SpreadCluster } from '../lib/spread-cluster.js';
import { openTicks, silenceSince, ticks, watchSilence } from '../lib/ticks.js';
import { until } from '../lib/until.js';

const NODES = 3;
const BOUND_MS = 60_000;

/** So many datagrams are refused by the node that is cut off while it is looked whether it passes any on. */
const REFUSED = 200;

/**
 * The gateway in a partition: the node that holds the sessions of a call is cut off from the two others, while a third
 * of the browsers' datagrams goes on arriving at it. It must serve nobody; the others take the sessions over; and
 * when the cut heals, each session is one node's.
 */
describe('a gateway that is cut off from the others', () => {
  /** @type {SpreadCluster<import('../lib/spread-network.js').SpreadNetwork>} */
  let cluster;
  /** @type {import('playwright-core').Browser[]} */
  const browsers = [];
  /** @type {CallSide[]} */
  let sides;

  before(async () => {
    cluster = await SpreadCluster.start('gateway-cut', NODES);
    const pages = cluster.node(NODES);
    // Not the node that the pages are connected to: what they lose with it is another test's.
    await cluster.network.route(NODES, 1);
    const insecure = `--unsafely-treat-insecure-origin-as-secure=${pages.origin}`;
    browsers.push(await launchBrowser('fake', [insecure]), await launchBrowser('fake', [insecure]));
    const people = await Promise.all(browsers.map((browser) => newPerson(browser)));
    const [ada, ben] = /** @type {[CallSide, CallSide]} */ (
      people.map((page, index) => new CallSide(['Ada', 'Ben'][index] ?? '', page))
    );
    sides = [ada, ben];
    await Promise.all(sides.map(({ page }) => page.addInitScript(relayOnly)));
    const { url } = await pages.createRoom('gateway-cut');
    await Promise.all(sides.map((side) => side.open(url)));
    await connect(ada, ben);
    await Promise.all(sides.map(openTicks));
    await untilMoreTicks();
    await cluster.untilEachIsOnes();
    await cluster.network.route(NODES, NODES);
  });

  after(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    await cluster?.stop();
  });

  it('serves nobody, while the others go on with its sessions, and gives them up', async (test) => {
    const number = await cluster.busiest();
    const others = [1, 2, 3].filter((each) => each !== number);
    const held = (await cluster.figuresOf(number)).own;
    assert.ok(held > 0, 'the node that is cut off holds a session');
    await Promise.all(sides.map(watchSilence));

    await cluster.network.cut(number);
    await until('it says that it does not serve', BOUND_MS, async () => !(await cluster.isReady(number)));
    await untilRefused(number, 1);
    // Figures of one answer are read one after the other: the first one may hold some of before and some of after.
    const deaf = await cluster.figuresOf(number);
    const later = await untilRefused(number, deaf.cutOff + REFUSED);
    assert.equal(later.packets, deaf.packets, 'of what comes to it meanwhile it passes nothing on');

    // A load balancer asks /readyz.
    await cluster.network.route(number, /** @type {number} */ (others[0]));
    await cluster.untilEachIsOnes(others);
    await untilMoreTicks();
    await Promise.all(sides.map((side) => side.untilDecoding()));
    const silence = Math.max(...(await Promise.all(sides.map(silenceSince))));
    test.diagnostic(`the longest silence while a node was cut off: ${Math.round(silence)} ms`);

    await cluster.network.heal(number);
    await until('it serves again', BOUND_MS, () => cluster.isReady(number));
    await cluster.network.route(number, number);
    await cluster.untilEachIsOnes();
    const healed = (await cluster.figuresOf(number)).packets;
    await until(
      'it passes on again',
      BOUND_MS,
      async () => (await cluster.figuresOf(number)).packets > healed,
    );
    await untilMoreTicks();
    await Promise.all(sides.map((side) => side.untilDecoding()));
    sides.forEach((side) => side.assertNoTrouble());
  });

  /** @param {number} number @param {number} count */
  function untilRefused(number, count) {
    return until(`${count} datagrams were refused`, BOUND_MS, async () => {
      const figures = await cluster.figuresOf(number);
      return figures.cutOff >= count && figures;
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

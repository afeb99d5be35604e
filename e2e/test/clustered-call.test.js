import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { startCluster } from '../lib/cluster.js';
import { assertNothingLeaked } from '../lib/secrets.js';

/** @typedef {import('../lib/otter-node.js').OtterNode} Node */

describe('a call between two nodes of a cluster', () => {
  /** @type {Node[]} */
  let nodes = [];
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {CallSide} */
  let ada;
  /** @type {CallSide} */
  let ben;
  /** @type {string[]} */
  let links;

  before(async () => {
    nodes = await startCluster(2);
    browser = await launchBrowser();
    ada = new CallSide('Ada', await newPerson(browser));
    ben = new CallSide('Ben', await newPerson(browser));
    const [first, second] = /** @type {[Node, Node]} */ (nodes);
    const { url } = await first.createRoom('clustered');
    const { pathname, search } = new URL(url);
    links = [`${first.origin}${pathname}${search}`, `${second.origin}${pathname}${search}`];
  });

  after(async () => {
    await browser?.close();
    await Promise.all(nodes.map((node) => node.stop()));
  });

  it('brings picture and sound to both sides', async (test) => {
    const [atFirst, atSecond] = /** @type {[string, string]} */ (links);
    await Promise.all([ada.open(atFirst), ben.open(atSecond)]);
    const firstFrameMs = await connect(ada, ben);
    test.diagnostic(`from Join to the first decoded frame: ${firstFrameMs} ms`);
  });

  it('tells a third person that the call is full, on either node', async () => {
    for (const link of links) {
      const eve = new CallSide('Eve', await newPerson(browser));
      await eve.open(link);
      await eve.join();
      await eve.untilState('refused');
      await eve.untilText('notice-code', 'room-full');
      await eve.page.context().close();
    }
  });

  it('tells the other side when somebody leaves, and goes on when they rejoin, whoever it was', async () => {
    for (const [goes, stays] of /** @type {const} */ ([
      [ben, ada],
      [ada, ben],
    ])) {
      await goes.leave();
      await stays.untilState('waiting');
      await stays.untilText('stage-title', 'The other person left');
      await goes.rejoin();
      await Promise.all([goes.untilState('connected'), stays.untilState('connected')]);
      await Promise.all([goes.untilDecoding(), stays.untilDecoding()]);
      await Promise.all([goes.untilHearing(), stays.untilHearing()]);
    }
  });

  it('made no page complain, and left nothing in the logs', async () => {
    ada.assertNoTrouble();
    ben.assertNoTrouble();
    await assertNothingLeaked(nodes, ['token', 'ICE password', 'fingerprint', 'resume secret']);
  });
});

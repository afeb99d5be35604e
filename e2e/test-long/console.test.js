import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { startCluster } from '../lib/cluster.js';
import { ConsolePage } from '../lib/console-page.js';
import { Crowd } from '../lib/crowd.js';
import { lookAtPage } from '../lib/page-look.js';
import { until } from '../lib/until.js';

const BOUND_MS = 90_000;

/** @typedef {import('../lib/otter-node.js').OtterNode} Node */

/** Three nodes and four calls, one of them with picture and sound. The screenshots are for people: look at them. */
describe('the operator’s console of a cluster', () => {
  /** @type {Node[]} */
  let nodes = [];
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {ConsolePage} */
  let operator;
  /** @type {string[]} */
  let ids = [];

  before(async () => {
    nodes = await startCluster(3, { OTTER_ALLOWED_ORIGINS: '*' });
    browser = await launchBrowser();
    operator = new ConsolePage(await newPerson(browser));
  });

  after(async () => {
    await browser?.close();
    await Promise.all(nodes.map((node) => node.stop()));
  });

  /** @param {Node} node */
  async function crowdAt(node) {
    const page = await newPerson(browser, { viewport: { width: 320, height: 240 } });
    await page.goto(node.origin);
    return new Crowd(page);
  }

  it('shows three nodes and four calls', async () => {
    const [first, second, third] = nodes;
    assert.ok(first && second && third);
    await operator.open(second.origin);
    await lookAtPage(operator.page, 'console-door');
    await operator.signIn(second.apiKey);
    await operator.untilLive();
    await first.createRoom('morning-rounds', 4);
    await first.createRoom('support-4711', 2);
    await first.createRoom('choir', 8);
    for (const [node, room, who] of /** @type {const} */ ([
      [first, 'morning-rounds', ['Ada', 'Ben']],
      [second, 'morning-rounds', ['Cleo']],
      [third, 'morning-rounds', ['Dora']],
      [second, 'support-4711', ['Customer', 'Agent']],
      [third, 'choir', ['Alto', 'Bass', 'Soprano', 'Tenor']],
    ])) {
      // A page speaks to the node that it comes from only.
      await (await crowdAt(node)).joinAs(node, room, who);
    }
    const { url } = await third.createRoom('tea-at-four');
    const sides = [];
    for (const name of ['Eve', 'Finn']) {
      const side = new CallSide(name, await newPerson(browser));
      await side.open(url);
      sides.push(side);
    }
    const [eve, finn] = /** @type {[CallSide, CallSide]} */ (sides);
    await connect(eve, finn);
    await operator.untilCards('nodes', 3);
    await operator.untilCards('calls', 4);
    await until('each is drawn with each', BOUND_MS, async () => {
      return (await operator.page.locator('#calls .mesh-line').count()) === 6 + 1 + 6 + 1;
    });
    ids = await operator.page.locator('#nodes h3').allTextContents();
  });

  it('shows the last minutes as curves, with what the call reports', async () => {
    await until('every figure has a curve', BOUND_MS, async () => {
      const curves = operator.page.locator('.hour-line');
      const drawn = await curves.evaluateAll((lines) => lines.map((line) => line.getAttribute('d') ?? ''));
      return drawn.length === 5 && drawn.every((line) => line.includes('M'));
    });
    await lookAtPage(operator.page, 'console-cluster');
    await operator.page.setViewportSize({ width: 320, height: 700 });
    const wide = await operator.page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(wide, 320, 'at 320 px nothing is wider than the page');
    await operator.page.screenshot({
      path: new URL('../screenshots/console-cluster-320.png', import.meta.url).pathname,
      fullPage: true,
    });
    await operator.page.setViewportSize({ width: 1280, height: 800 });
    await operator.page.screenshot({
      path: new URL('../screenshots/console-cluster-1280.png', import.meta.url).pathname,
      fullPage: true,
    });
  });

  it('shows one call from its making on, with a lane for each', async () => {
    await operator.page.getByRole('button', { name: 'Timeline of morning-rounds' }).click();
    await until('all four are there', BOUND_MS, async () => {
      return (await operator.page.locator('#timeline .lane-person').count()) === 4;
    });
    await lookAtPage(operator.page, 'console-timeline');
    await operator.page.keyboard.press('Escape');
  });

  it('drains the very node that serves it, shows its clients go, and takes it back', async () => {
    const id = ids[1];
    await operator.act(`Drain node ${id}`, `Node ${id} is being drained`);
    const card = operator.cards('nodes').filter({ hasText: String(id) });
    await card.locator('.state[data-state="draining"]').waitFor();
    await until('its clients have gone to the others', BOUND_MS, async () => {
      return (await card.locator('.gauge text').first().textContent()) === '0';
    });
    await operator.untilCards('calls', 4);
    await operator.act(`Take clients again on node ${id}`, `Node ${id} takes clients again`);
    await card.locator('.state[data-state="ready"]').waitFor();
  });

  it('drains a relay', async () => {
    const relay = String(await operator.page.locator('#relays h3').first().textContent());
    await operator.act(`Drain relay ${relay}`, `Relay ${relay} is being drained`);
    await until('it is no longer ready', BOUND_MS, async () => {
      const card = operator.cards('relays').filter({ hasText: relay });
      const state = card.locator('.state');
      return (await state.count()) === 0 || (await state.first().getAttribute('data-state')) !== 'ready';
    });
  });

  it('says why a call failed', async () => {
    const [first] = nodes;
    const { roomId, url } = await /** @type {Node} */ (first).createRoom('nobody-else-came');
    const crowd = await crowdAt(/** @type {Node} */ (first));
    await crowd.joinInSilence(roomId, new URL(url).searchParams.get('token') ?? '');
    await operator.page.locator('#calls h3').getByText('nobody-else-came').waitFor();
    await crowd.leave();
    await operator.page.locator('#failures .cause').getByText('peer-never-came').waitFor();
    await lookAtPage(operator.page, 'console-failure');
    await operator.page.locator('#failures').scrollIntoViewIfNeeded();
    await operator.page.screenshot({
      path: new URL('../screenshots/console-failures-1280.png', import.meta.url).pathname,
    });
  });

  it('goes on through another node when its own is killed, without signing in again', async () => {
    const [first, , third] = nodes;
    await operator.open(String(third?.origin));
    await operator.untilLive();
    await operator.untilCards('nodes', 3);
    first?.kill();
    await operator.untilCards('nodes', 2);
    assert.deepEqual(operator.trouble(), []);
  });
});

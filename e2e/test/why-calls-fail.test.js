import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser } from '../lib/browser.js';
import { changeServers, leave, startWithRelay, twoCome, untilCause } from '../lib/causes.js';
import { relayOnly } from '../lib/relayed.js';
import { assertNothingLeaked } from '../lib/secrets.js';
import { until } from '../lib/until.js';

const BOUND_MS = 60_000;

/** What only browsers can show, and is quick; CallsIT of Java has what sockets and tokens show. */
describe('why a call failed', () => {
  /** @type {import('../lib/otter-node.js').OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;

  before(async () => {
    [node, browser] = await Promise.all([startWithRelay('why-calls-fail'), launchBrowser()]);
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  it('the relay refuses the credentials', async () => {
    const sides = await twoCome(node, browser, 'other-secret', async (page) => {
      await page.addInitScript(changeServers, 'wrong-password');
      await page.addInitScript(relayOnly);
    });
    await untilCause(node, 'other-secret', 'relay-credentials-refused', false);
    await leave(sides);
    await untilCause(node, 'other-secret', 'relay-credentials-refused', true);
  });

  it('nothing, in a good call, and what was found on the way is there', async () => {
    const [ada, ben] = await twoCome(node, browser, 'good');
    await Promise.all([ada, ben].map((side) => side.untilState('connected')));
    const timeline = await untilCause(node, 'good', 'none', false);
    assert.deepEqual(timeline.evidence, []);
    await until('both have told that they are connected', BOUND_MS, async () => {
      const { events } = await untilCause(node, 'good', 'none', false);
      return events.filter((/** @type {any} */ { code }) => code === 'connected').length === 2;
    });
    await leave([ada, ben]);
    await untilCause(node, 'good', 'none', false);
  });

  it('and none of it has a secret in the log', async () => {
    await assertNothingLeaked([node], ['token', 'ICE password', 'resume secret', 'TURN credential']);
  });
});

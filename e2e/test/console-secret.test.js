import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser } from '../lib/browser.js';
import { leave, startWithRelay, twoCome } from '../lib/causes.js';
import { ConsolePage } from '../lib/console-page.js';
import { OtterNode } from '../lib/otter-node.js';
import { lookAtPage } from '../lib/page-look.js';
import { relayOnly } from '../lib/relayed.js';
import { noteSecret } from '../lib/secrets.js';
import { until } from '../lib/until.js';

const BOUND_MS = 60_000;
const ROTATE = 'Rotate the TURN secret';

describe('rotating the TURN secret in the console', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {OtterNode} */
  let given;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {ConsolePage} */
  let operator;

  before(async () => {
    node = await startWithRelay('console-secret');
    noteSecret('a-secret-of-the-option', 'TURN secret');
    given = await OtterNode.start({
      name: 'console-secret-given',
      environment: { OTTER_TURN_DRIVER: 'none', OTTER_TURN_SECRET: 'a-secret-of-the-option' },
    });
    browser = await launchBrowser();
    operator = await ConsolePage.signedIn(browser, node);
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
    await given?.stop();
  });

  /** @param {ConsolePage} page @param {RegExp} text */
  function untilSecretSays({ page }, text) {
    return page.locator('#turn-secret > li').filter({ hasText: text }).waitFor();
  }

  /** @param {ConsolePage} console @param {string} name */
  async function lookAtSecret({ page }, name) {
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.locator('#turn-secret').scrollIntoViewIfNeeded();
      const path = new URL(`../screenshots/${name}-section-${width}.png`, import.meta.url).pathname;
      await page.locator('#relays-section').screenshot({ path });
    }
  }

  /** @param {string} name */
  async function relayedCall(name) {
    const sides = await twoCome(node, browser, name, async (page) => page.addInitScript(relayOnly));
    await Promise.all(sides.map((side) => side.untilDecoding()));
    return sides;
  }

  it('asks first, and Escape says no', async () => {
    await untilSecretSays(operator, /Never rotated/);
    await lookAtSecret(operator, 'console-secret');
    await operator.page.getByRole('button', { name: ROTATE }).click();
    assert.equal(await operator.page.evaluate(() => document.activeElement?.id), 'confirm-no');
    await lookAtPage(operator.page, 'console-secret-question');
    await operator.page.keyboard.press('Escape');
    await operator.page.locator('#confirm').waitFor({ state: 'hidden' });
    const { rotatedAt, refusal } = await secretOf(node);
    assert.deepEqual([rotatedAt, refusal], [null, null]);
  });

  it('rotates under a relayed call, which goes on, and says until when the one before is good', async () => {
    const sides = await relayedCall('before');
    const [relay] = await node.relayIds();
    await operator.act(ROTATE, 'is being rotated');
    await untilSecretSays(operator, /Last rotated .+, the one before is good until .+/);
    await operator.page.getByRole('button', { name: ROTATE }).waitFor({ state: 'hidden', timeout: BOUND_MS });
    await lookAtSecret(operator, 'console-secret-rotated');
    await until('another relay has its place', BOUND_MS, async () => {
      const ready = (await node.relays()).filter(({ state }) => state === 'ready');
      return ready.length === 1 && ready[0]?.id !== relay;
    });
    await Promise.all(sides.map((side) => side.untilDecoding()));
    await leave(await relayedCall('after'));
    for (const side of sides) {
      side.assertNoTrouble();
    }
    await leave(sides);
    const { refusal, why } = await secretOf(node);
    assert.equal(refusal, 'turn-secret-rotating');
    assert.match(why, /again from 20.+Z on/);
  });

  it('says how to rotate where the option has the secret, in the place of a button', async () => {
    const page = await ConsolePage.signedIn(browser, given);
    await untilSecretSays(page, /option turn\.secret; rotate it there/);
    await page.page.getByRole('button', { name: ROTATE }).waitFor({ state: 'hidden' });
    await lookAtSecret(page, 'console-secret-given');
    await lookAtPage(page.page, 'console-secret-given');
    assert.deepEqual(page.trouble(), []);
  });

  it('is nothing for a key that may not', async () => {
    const response = await fetch(`${given.origin}/v1/keys`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${given.apiKey}` },
      body: JSON.stringify({ name: 'looker', scopes: ['nodes:admin', 'rooms:read'] }),
    });
    const { key } = await response.json();
    noteSecret(key, 'API key');
    const page = await ConsolePage.signedIn(browser, { origin: given.origin, apiKey: key });
    await page.untilCards('nodes', 1);
    await page.untilCards('turn-secret', 0);
    const refused = await page.page.evaluate(async () => {
      const answer = await fetch('/console/v1/turn/secret/rotate', { method: 'POST' });
      return (await answer.json()).code;
    });
    assert.equal(refused, 'scope-missing');
  });
});

/** @param {OtterNode} node */
async function secretOf({ origin, apiKey }) {
  const headers = { Authorization: `Bearer ${apiKey}` };
  return (await fetch(`${origin}/v1/turn/secret`, { headers })).json();
}

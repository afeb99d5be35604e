import { after, before, describe, it } from 'node:test';
import { launchBrowser } from '../lib/browser.js';
import { changeServers, leave, startWithRelay, twoCome, untilCause } from '../lib/causes.js';
import { ConsolePage } from '../lib/console-page.js';
import { relayOnly } from '../lib/relayed.js';

/** A browser tries a relay that does not answer for forty seconds. */
describe('why a call found no way', () => {
  /** @type {import('../lib/otter-node.js').OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {ConsolePage} */
  let operator;

  before(async () => {
    [node, browser] = await Promise.all([startWithRelay('why-no-way'), launchBrowser()]);
    operator = await ConsolePage.signedIn(browser, node);
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  it('nobody reaches a relay', async () => {
    const sides = await twoCome(node, browser, 'no-way-to-relay', async (page) => {
      await page.addInitScript(changeServers, 'nobody-there');
      await page.addInitScript(relayOnly);
    });
    const { roomId } = await untilCause(node, 'no-way-to-relay', 'relay-unreachable-udp', false);
    await leave(sides);
    await operator.untilFailure(roomId, 'relay-unreachable-udp');
  });

  it('one of them reaches no relay over UDP, and the other does', async () => {
    const sides = await twoCome(node, browser, 'one-without-udp', async (page, index) => {
      if (index === 1) {
        await page.addInitScript(changeServers, 'nobody-there');
      }
      await page.addInitScript(relayOnly);
    });
    const { roomId } = await untilCause(node, 'one-without-udp', 'udp-blocked', false);
    await leave(sides);
    await operator.untilFailure(roomId, 'udp-blocked');
  });
});

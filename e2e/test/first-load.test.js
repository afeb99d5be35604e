import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide } from '../lib/call.js';
import { OtterNode } from '../lib/otter-node.js';

/** Everything that comes over the network until the lobby can be used, headers and all. */
const MOST_BYTES = 120 * 1024;

describe('the first load of the call page', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;

  before(async () => {
    node = await OtterNode.start({ name: 'first-load' });
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  for (const locale of ['en-US', 'de-DE']) {
    it(`is below ${MOST_BYTES} bytes, all from the node itself (${locale})`, async (test) => {
      const { url } = await node.createRoom(`load-${locale.toLowerCase()}`);
      const side = new CallSide('Ada', await newPerson(browser, { locale }));
      const devtools = await side.page.context().newCDPSession(side.page);
      let bytes = 0;
      /** @type {string[]} */
      const urls = [];
      devtools.on('Network.requestWillBeSent', ({ request }) => urls.push(request.url));
      devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
      await devtools.send('Network.enable');
      await side.openLobby(url);
      const readyMs = await side.page.evaluate(() => Math.round(performance.now()));
      test.diagnostic(`${urls.length} requests, ${bytes} bytes, the lobby after ${readyMs} ms`);
      assert.ok(bytes > 10_000, 'nothing was counted');
      assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
      assert.deepEqual(
        urls.filter((each) => !each.startsWith(node.origin) && !each.startsWith('data:')),
        [],
      );
      side.assertNoTrouble();
      await side.page.context().close();
    });
  }
});

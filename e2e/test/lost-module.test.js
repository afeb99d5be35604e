import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide } from '../lib/call.js';
import { OtterNode } from '../lib/otter-node.js';
import { lookAtPage } from '../lib/page-look.js';

const MODULE = '**/assets/page/lobby-view.js';

/** A browser asks for a module once: when the network changes just then, the page would stand still for ever. */
describe('a call page of which a module does not come', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {string} */
  let url;

  before(async () => {
    node = await OtterNode.start({ name: 'lost-module' });
    browser = await launchBrowser();
    url = (await node.createRoom('lost-module')).url;
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  it('loads itself again, once', async () => {
    const side = new CallSide('Ada', await newPerson(browser));
    let lost = 0;
    await side.page.route(MODULE, (route) => {
      lost += 1;
      return lost === 1 ? route.abort('failed') : route.continue();
    });
    await side.page.goto(url);
    await side.untilState('lobby');
    assert.equal(lost, 2);
    await side.page.context().close();
  });

  it('is an English one for a German whose words do not come', async () => {
    const side = new CallSide('Ada', await newPerson(browser, { locale: 'de-DE' }));
    await side.page.route('**/assets/page/language/de.js', (route) => route.abort('failed'));
    await side.page.goto(url);
    await side.untilState('lobby');
    assert.equal(await side.page.evaluate(() => document.documentElement.lang), 'en');
    await side.page.context().close();
  });

  for (const [locale, title, button] of [
    ['en-US', 'The page did not load completely', 'Try again'],
    ['de-DE', 'Die Seite wurde nicht vollständig geladen', 'Noch einmal versuchen'],
  ]) {
    it(`says so when that does not help, and loads itself again when it is told to (${locale})`, async () => {
      const side = new CallSide('Ada', await newPerson(browser, { locale }));
      await side.page.route(MODULE, (route) => route.abort('failed'));
      await side.page.goto(url);
      await side.untilState('refused');
      await side.untilText('notice-title', String(title));
      await lookAtPage(side.page, `not-loaded-${locale}`);
      await side.page.unroute(MODULE);
      await side.page.getByRole('button', { name: String(button) }).click();
      await side.untilState('lobby');
      await side.page.context().close();
    });
  }
});

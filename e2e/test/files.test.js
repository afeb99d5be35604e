import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { assertSaved, lastFile, offerFile, untilFile } from '../lib/file-sender.js';
import { NASTY_TEXTS } from '../lib/nasty-texts.js';
import { OtterNode } from '../lib/otter-node.js';
import { until } from '../lib/until.js';

const BOUND_MS = 60_000;

describe('files from page to page', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {CallSide} */
  let ada;
  /** @type {CallSide} */
  let ben;

  before(async () => {
    node = await OtterNode.start({ name: 'files' });
    browser = await launchBrowser();
    const { url } = await node.createRoom('files');
    ada = new CallSide('Ada', await newPerson(browser));
    ben = new CallSide('Ben', await newPerson(browser));
    await Promise.all([ada.open(url), ben.open(url)]);
    await connect(ada, ben);
    await Promise.all([ada, ben].map((side) => side.page.click('.round-button[data-control="chat"]')));
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  /** @param {string} name @param {Buffer} buffer */
  async function send(name, buffer) {
    const already = await ben.page.locator('.file').count();
    await offerFile(ada, { name, mimeType: 'text/html', buffer });
    await until('Ben is asked', BOUND_MS, async () => (await ben.page.locator('.file').count()) > already);
  }

  it('arrive whole under their names, which are text whatever they are', async () => {
    for (const text of ['Grüße an alle.txt', ...NASTY_TEXTS.slice(0, 4)]) {
      const buffer = Buffer.from(`<script>window.pwned=1</script> ${text}`);
      await send(text, buffer);
      const shown = await lastFile(ben).locator('.file-name').textContent();
      assert.equal(shown, text.replace(/[/\\:]/g, '_'));
      await lastFile(ben).getByRole('button', { name: 'Take it' }).click();
      await Promise.all([untilFile(ada, 'done', BOUND_MS), untilFile(ben, 'done', BOUND_MS)]);
    }
    const buffer = Buffer.from('<h1>plain</h1>');
    await send('page.html', buffer);
    await lastFile(ben).getByRole('button', { name: 'Take it' }).click();
    await untilFile(ben, 'done', BOUND_MS);
    await assertSaved(ben, { name: 'page.html', sha256: createHash('sha256').update(buffer).digest('hex') });
    assert.equal(await ben.page.evaluate(() => /** @type {any} */ (window).pwned), undefined);
  });

  it('can be declined, and cancelled by either side', async () => {
    await send('no.txt', Buffer.from('no'));
    await lastFile(ben).getByRole('button', { name: 'No' }).click();
    await lastFile(ada).getByText('Declined').waitFor();
    await send('mine.txt', Buffer.from('mine'));
    await lastFile(ada).getByRole('button', { name: 'Cancel' }).click();
    await lastFile(ben).getByText('Cancelled by the sender').waitFor();
  });

  it('made no page complain', () => {
    ada.assertNoTrouble();
    ben.assertNoTrouble();
  });
});

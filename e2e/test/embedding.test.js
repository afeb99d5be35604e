import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson, trouble } from '../lib/browser.js';
import { CallSide } from '../lib/call.js';
import { DeveloperSite } from '../lib/developer-site.js';
import { OtterNode } from '../lib/otter-node.js';
import { until } from '../lib/until.js';

const EXAMPLE = new URL('../../web-app/example/', import.meta.url);
const BOUND_MS = 60_000;

/** A browser gives a page that it closes half a second to say goodbye; after that, its place is kept for a minute. */
const GONE_BOUND_MS = 120_000;

describe('a call in a page of somebody else', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {DeveloperSite} */
  let site;
  /** @type {import('playwright-core').Browser} */
  let browser;

  before(async () => {
    node = await OtterNode.start({ name: 'embedding', environment: { OTTER_ALLOWED_ORIGINS: '*' } });
    site = await DeveloperSite.open(node.origin);
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    site?.close();
    await node?.stop();
  });

  /** @param {Record<string, string>} pages  of the developer, by path */
  async function pageWith(pages) {
    site.pages = pages;
    const page = await newPerson(browser);
    await page.goto(`${site.origin}/mine/`);
    return page;
  }

  /** A page of the node itself at the other end. @param {string} url */
  async function otherEnd(url) {
    const side = new CallSide('Ben', await newPerson(browser));
    await side.open(url);
    await side.join();
    return side;
  }

  it('the example has at most 80 lines, and is a whole call with a chat', async () => {
    const html = await readFile(new URL('index.html', EXAMPLE), 'utf8');
    const js = await readFile(new URL('example.js', EXAMPLE), 'utf8');
    assert.ok(html.split('\n').length + js.split('\n').length <= 82, 'more than 80 lines');
    const page = await pageWith({
      '/mine/': html,
      '/mine/example.js': js,
    });
    const { url } = await node.createRoom('example');
    await page.fill('[name=link]', site.linkOf(url));
    await page.click('button');
    const ben = await otherEnd(url);
    await ben.untilDecoding();
    await ben.untilHearing();
    await until('the example shows a moving picture', BOUND_MS, () =>
      page.evaluate(() => (document.querySelector('video')?.currentTime ?? 0) > 0.5),
    );
    await page.fill('[name=say]', '<b>hello</b>');
    await page.keyboard.press('Enter');
    await until('the page shows what the example wrote', BOUND_MS, async () => {
      return (await ben.page.locator('.chat-text').allTextContents()).includes('<b>hello</b>');
    });
    await ben.page.keyboard.press('c');
    await ben.page.fill('#chat-input', '<i>hi</i>');
    await ben.page.keyboard.press('Enter');
    await page.locator('li').nth(1).waitFor();
    assert.deepEqual(await page.locator('li').allTextContents(), ['you: <b>hello</b>', 'they: <i>hi</i>']);
    assert.deepEqual(trouble(page), []);
    await ben.page.context().close();
    await until('the other one’s picture goes with them', GONE_BOUND_MS, async () => {
      return (await page.locator('main video').count()) === 0;
    });
  });

  it('<otter-call> joins, shows, tells by events, takes styles and slots, and leaves with the page', async () => {
    const { url } = await node.createRoom('element');
    const body = `<!doctype html><meta charset="utf-8"><style>otter-call::part(peer) { border: 3px solid red }</style>
      <script type="module" src="/assets/element/otter-call.js"></script>
      <script>events = []; for (const name of ['call-status', 'peer-joined', 'peer-left'])
        addEventListener(name, ({ detail }) => events.push(name + ' ' + (detail.state ?? detail.how ?? '')));</script>
      <otter-call link="${site.linkOf(url)}" name="Ada"><span slot="waiting">Nobody yet</span></otter-call>`;
    const page = await pageWith({ '/mine/': body });
    await page.getByText('Nobody yet').waitFor({ state: 'visible', timeout: BOUND_MS });
    const ben = await otherEnd(url);
    await ben.untilDecoding();
    const name = await ben.page.evaluate(() => /** @type {any} */ (window).otter.room.peers[0].profile?.name);
    assert.equal(name, 'Ada');
    const peer = page.locator('otter-call video[part=peer]');
    await until('the element shows a moving picture', BOUND_MS, () =>
      peer.evaluate((video) => /** @type {HTMLVideoElement} */ (video).currentTime > 0.5),
    );
    assert.equal(await peer.evaluate((video) => getComputedStyle(video).borderTopWidth), '3px');
    assert.equal(await page.locator('otter-call').getAttribute('data-state'), 'connected');
    await page.evaluate(() => document.querySelector('otter-call')?.remove());
    await ben.untilState('waiting');
    await ben.untilText('stage-title', 'The other person left');
    const events = await page.evaluate(() => /** @type {any} */ (window).events);
    assert.ok(events.includes('peer-joined ') && events.includes('call-status connected'), String(events));
  });

  it('the call page in a frame of another origin is a whole call', async () => {
    const { url } = await node.createRoom('framed');
    const docs = await readFile(new URL('../../docs/sdk.md', import.meta.url), 'utf8');
    const recipe = /<iframe[^>]*><\/iframe>/.exec(docs)?.[0] ?? '';
    const body = recipe.replace(/src="[^"]*"/, `src="${url}" width="900" height="600"`);
    const page = await pageWith({ '/mine/': `<!doctype html><title>mine</title>${body}` });
    const frame = page.frameLocator('iframe');
    await frame.locator('#preview-empty').waitFor({ state: 'hidden', timeout: BOUND_MS });
    await frame.locator('#join').click();
    const ben = await otherEnd(url);
    await ben.untilDecoding();
    await ben.untilHearing();
    await until('the frame shows a moving picture', BOUND_MS, () =>
      frame.locator('.tile[data-kind="person"] video').evaluate((video) => {
        return /** @type {HTMLVideoElement} */ (video).currentTime > 0.5;
      }),
    );
    await frame.locator('.round-button[data-control="screen"]').click();
    await ben.tiles('screen').locator('video').waitFor();
    assert.deepEqual(trouble(page), []);
    await page.goto('about:blank');
    await ben.untilText('stage-title', 'The other person left');
  });

  it('<otter-call> says what is wrong with a link', async () => {
    const body = `<script type="module" src="/assets/element/otter-call.js"></script>
      <otter-call link="${node.origin}/elsewhere" audio="off" video="off"></otter-call>`;
    const page = await pageWith({ '/mine/': body });
    await page.getByText('This is not a join link').waitFor({ state: 'visible', timeout: BOUND_MS });
  });
});

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launchWithPortrait, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { OtterNode } from '../lib/otter-node.js';
import { assertNothingLeaked } from '../lib/secrets.js';
import { until } from '../lib/until.js';

const SCREENSHOTS = new URL('../screenshots/', import.meta.url).pathname;

describe('the first call: one node, two browsers', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser[]} */
  const browsers = [];
  /** @type {string} */
  let films;
  /** @type {CallSide} */
  let ada;
  /** @type {CallSide} */
  let ben;
  /** @type {string} */
  let link;

  before(async () => {
    node = await OtterNode.start({ name: 'first-call' });
    films = await mkdtemp(path.join(tmpdir(), 'otter-films-'));
    const [adas, bens] = await Promise.all([
      launchWithPortrait('dawn', films),
      launchWithPortrait('dusk', films),
    ]);
    browsers.push(adas, bens);
    ada = new CallSide('Ada', await newPerson(adas));
    ben = new CallSide('Ben', await newPerson(bens));
    await ben.page.addInitScript(keepSockets);
    ({ url: link } = await node.createRoom('tea-at-four'));
  });

  after(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    await node?.stop();
    await rm(films, { recursive: true, force: true });
  });

  it('brings picture and sound to both sides', async (test) => {
    await Promise.all([ada.open(link), ben.open(link)]);
    await Promise.all([ada, ben].map(({ name, page }) => page.fill('#lobby-name', name)));
    const firstFrameMs = await connect(ada, ben);
    test.diagnostic(`from Join to the first decoded frame: ${firstFrameMs} ms`);
  });

  it('looks as it should', async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    for (const [name, width, height, colorScheme] of /** @type {const} */ ([
      ['call-1280-dark', 1280, 800, 'dark'],
      ['call-1280-light', 1280, 800, 'light'],
      ['call-375-dark', 375, 740, 'dark'],
    ])) {
      await ada.page.setViewportSize({ width, height });
      await ada.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await ada.page.screenshot({ path: `${SCREENSHOTS}${name}.png`, animations: 'disabled' });
      const overflowing = await ada.page.evaluate(
        () => document.documentElement.scrollWidth > window.innerWidth,
      );
      assert.equal(overflowing, false, `${name} scrolls sideways`);
    }
    await ada.page.setViewportSize({ width: 1280, height: 800 });
  });

  it('keeps the token out of the address bar', () => {
    ada.assertTokenOutOfSight();
    ben.assertTokenOutOfSight();
  });

  it('tells a third person that the call is full', async () => {
    const eve = new CallSide('Eve', await newPerson(/** @type {any} */ (browsers[0])));
    await eve.open(link);
    await eve.join();
    await eve.untilState('refused');
    await eve.untilText('notice-title', 'This call is full');
    await eve.untilText('notice-code', 'room-full');
    eve.assertNoTrouble();
    await eve.page.context().close();
    await Promise.all([ada.untilDecoding(), ben.untilDecoding()]);
  });

  it('mutes: the other side hears nothing, is told so, and hears again', async () => {
    await ada.toggle('microphone');
    await ben.untilSilent();
    await ben.page.locator('.tile[data-kind="person"][data-muted]').waitFor();
    await ada.toggle('microphone');
    await ben.untilHearing();
  });

  it('switches the camera off and on', async () => {
    await ada.page.keyboard.press('v');
    await ben.tiles('person').getByText('Camera off').waitFor();
    const liveCameras = await ada.tiles('self').evaluate((tile) => {
      const stream = /** @type {MediaStream} */ (tile.querySelector('video')?.srcObject);
      return stream.getVideoTracks().length;
    });
    assert.equal(liveCameras, 0, 'the camera still runs');
    await ada.page.keyboard.press('v');
    await ben.untilDecoding();
    await ben.tiles('person').locator('.tile-empty').waitFor({ state: 'hidden' });
  });

  it('tells the other side when somebody leaves, and goes on when they rejoin', async () => {
    await ben.leave();
    await ben.untilText('notice-title', 'You left the call');
    await ada.untilState('waiting');
    await ada.untilText('stage-title', 'The other person left');
    await ben.rejoin();
    await Promise.all([ada.untilState('connected'), ben.untilState('connected')]);
    await Promise.all([ada.untilDecoding(), ben.untilDecoding()]);
    await Promise.all([ada.untilHearing(), ben.untilHearing()]);
  });

  it('goes on after a reload, with the token the tab has kept', async () => {
    await ben.page.reload();
    await ben.untilState('lobby');
    await ben.join();
    await Promise.all([ada.untilState('connected'), ben.untilState('connected')]);
    await Promise.all([ada.untilDecoding(), ben.untilDecoding()]);
  });

  it('comes back when the connection to the node is lost', async () => {
    const { id, sockets } = await ben.page.evaluate(() => {
      const page = /** @type {any} */ (window);
      page.otterTestSockets.at(-1).close(3001);
      return { id: page.otter.room.self.id, sockets: page.otterTestSockets.length };
    });
    await until('Ben has a new socket', 60_000, () =>
      ben.page.evaluate((known) => {
        const page = /** @type {any} */ (window);
        return page.otterTestSockets.length > known && page.otter.room.status.state === 'connected';
      }, sockets),
    );
    assert.equal(
      await ben.page.evaluate(() => /** @type {any} */ (window).otter.room.self.id),
      id,
      'same place',
    );
    await Promise.all([ada.untilState('connected'), ben.untilState('connected')]);
    await Promise.all([ada.untilDecoding(), ben.untilDecoding()]);
    await Promise.all([ada.untilHearing(), ben.untilHearing()]);
  });

  it('made no page complain', () => {
    ada.assertNoTrouble();
    ben.assertNoTrouble();
  });

  it('left no key, token or SDP in the log', async () => {
    await assertNothingLeaked([node], ['token', 'ICE password', 'fingerprint', 'resume secret']);
  });
});

/** Runs in the page: keeps its sockets within reach, for a test to break them. */
function keepSockets() {
  const page = /** @type {any} */ (window);
  page.otterTestSockets = [];
  const { WebSocket } = page;
  page.WebSocket = class extends WebSocket {
    /**
     * @param {string} url
     * @param {string[]} protocols
     */
    constructor(url, protocols) {
      super(url, protocols);
      page.otterTestSockets.push(this);
    }
  };
}

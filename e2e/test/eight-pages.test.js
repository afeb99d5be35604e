import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { DeveloperSite } from '../lib/developer-site.js';
import { OtterNode } from '../lib/otter-node.js';
import { until } from '../lib/until.js';

/** As for the eight of test-long/full-room.test.js: 56 pictures. */
const BOUND_MS = 180_000;
const PEOPLE = 8;

describe('a full room', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {DeveloperSite} */
  let site;
  /** @type {import('playwright-core').Browser} */
  let browser;

  before(async () => {
    node = await OtterNode.start({ name: 'eight-pages', environment: { OTTER_ALLOWED_ORIGINS: '*' } });
    site = await DeveloperSite.open(node.origin, { '/mine': '<!doctype html><title>mine</title>' });
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    site?.close();
    await node?.stop();
  });

  /** An empty page of a developer's site. */
  async function emptyPage() {
    const page = await newPerson(browser, { viewport: { width: 320, height: 240 } });
    await page.goto(`${site.origin}/mine`);
    return page;
  }

  it(`${PEOPLE} pages in one room see each other, every pair, and one that leaves is gone for all`, async (test) => {
    const { url } = await node.createRoom('eight', PEOPLE);
    const pages = await Promise.all(Array.from({ length: PEOPLE }, emptyPage));
    const startMs = performance.now();
    await Promise.all(
      pages.map((page, index) => page.evaluate(joinWithCanvas, { url: site.linkOf(url), name: `p${index}` })),
    );
    for (const page of pages) {
      await until('all seven others are connected and seen', BOUND_MS, () => page.evaluate(sees, PEOPLE - 1));
    }
    test.diagnostic(
      `${PEOPLE} people, every pair connected and decoding after ${Math.round(performance.now() - startMs)} ms`,
    );
    const names = await /** @type {any} */ (pages[0]).evaluate(() =>
      /** @type {any} */ (window).room.peers
        .map((/** @type {any} */ { profile }) => profile?.name)
        .toSorted(),
    );
    assert.deepEqual(names, ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']);
    await pages.at(-1)?.evaluate(() => /** @type {any} */ (window).room.leave());
    for (const page of pages.slice(0, -1)) {
      await until('six others remain', BOUND_MS, () => page.evaluate(sees, PEOPLE - 2));
    }
    await Promise.all(pages.map((page) => page.context().close()));
  });
});

/** Runs in the page. @param {{ url: string, name: string }} person */
async function joinWithCanvas({ url, name }) {
  const { join } = await import(`${location.origin}/assets/client/index.js`);
  const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  setInterval(() => pen.fillRect(Math.random() * 160, Math.random() * 120, 9, 9), 250);
  const [camera] = canvas.captureStream(4).getVideoTracks();
  const page = /** @type {any} */ (window);
  page.room = join(url, { tracks: { camera }, name });
  await page.room.joined();
}

/** Runs in the page. @param {number} count */
async function sees(count) {
  const { peers } = /** @type {any} */ (window).room;
  let seen = 0;
  for (const peer of peers) {
    let frames = 0;
    for (const entry of (await peer.connection.getStats()).values()) {
      frames += entry.type === 'inbound-rtp' ? (entry.framesDecoded ?? 0) : 0;
    }
    seen += peer.state === 'connected' && peer.tracks.length === 1 && frames > 0 ? 1 : 0;
  }
  return seen === count && peers.length === count;
}

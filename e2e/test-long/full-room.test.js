import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launchWithPortrait, newPerson } from '../lib/browser.js';
import { CallSide } from '../lib/call.js';
import { Crowd } from '../lib/crowd.js';
import { DeveloperSite } from '../lib/developer-site.js';
import { OtterNode } from '../lib/otter-node.js';
import { lookAtPage } from '../lib/page-look.js';
import { until } from '../lib/until.js';

const BOUND_MS = 180_000;

const CROWD = Object.freeze([
  { name: 'Cleo', pictured: true },
  { name: 'Dr. Friederike Ätherwald-Hohenzollern von und zu Oberstdorf', pictured: true },
  { name: 'Emre Yıldız', pictured: false },
  { name: 'Fatou', pictured: true },
  { name: '', pictured: true },
  { name: 'Hiroshi', pictured: true },
]);

/** What page-states.test.js is for two, for eight. */
describe('the page of a full room can be looked at, and axe has no serious fault to find', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {DeveloperSite} */
  let site;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {string} */
  let films;
  /** @type {CallSide} */
  let ada;
  /** @type {CallSide} */
  let ben;
  /** @type {Crowd} */
  let crowd;
  /** @type {string} */
  let link;

  before(async () => {
    node = await OtterNode.start({ name: 'full-room', environment: { OTTER_ALLOWED_ORIGINS: '*' } });
    site = await DeveloperSite.open(node.origin, { '/mine': '<!doctype html><title>mine</title>' });
    films = await mkdtemp(path.join(tmpdir(), 'otter-films-'));
    browser = await launchWithPortrait('dawn', films);
    ({ url: link } = await node.createRoom('team', 8));
    ada = new CallSide('Ada', await newPerson(browser));
    ben = new CallSide('Ben', await newPerson(browser));
    for (const { page } of [ada, ben]) {
      await page.addInitScript(() => Object.assign(window, { cameraRate: 3 }));
    }
    const page = await newPerson(browser, { viewport: { width: 320, height: 240 } });
    await page.goto(`${site.origin}/mine`);
    crowd = new Crowd(page);
  });

  after(async () => {
    await browser?.close();
    site?.close();
    await node?.stop();
    await rm(films, { recursive: true, force: true });
  });

  it('eight in a grid, and beside the chat', async (test) => {
    await Promise.all([ada.open(link), ben.open(link)]);
    await Promise.all([ada.join(), ben.join()]);
    const startMs = performance.now();
    await crowd.join(site.linkOf(link), CROWD);
    await until('all are seen', BOUND_MS, () => ada.page.evaluate(seen, 6));
    test.diagnostic(`all are seen after ${Math.round(performance.now() - startMs)} ms`);
    await crowd.standStill();
    await lookAtPage(ada.page, 'eight');
    await ada.page.keyboard.press('c');
    await lookAtPage(ada.page, 'eight-and-chat');
    await ada.page.keyboard.press('Escape');
  });

  it('a screen of one of them', async () => {
    await ben.page.click('.round-button[data-control="screen"]');
    await ada.tiles('screen').locator('video').waitFor();
    await lookAtPage(ada.page, 'eight-and-screen');
  });

  it('one who comes too late', async () => {
    const eve = new CallSide('Eve', await newPerson(browser));
    await eve.open(link);
    await lookAtPage(eve.page, 'lobby-full');
    await eve.join();
    await eve.untilText('notice-code', 'room-full');
    await lookAtPage(eve.page, 'error-full');
  });

  it('made nobody complain', () => {
    ada.assertNoTrouble();
    ben.assertNoTrouble();
  });
});

/** Runs in the page. @param {number} count  of moving pictures of people */
function seen(count) {
  const videos = [...document.querySelectorAll('.tile[data-kind="person"] video')];
  return videos.filter((video) => /** @type {HTMLVideoElement} */ (video).currentTime > 0.2).length === count;
}

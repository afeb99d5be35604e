import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launchWithPortrait, newPerson } from '../lib/browser.js';
import { CallSide } from '../lib/call.js';
import { Crowd } from '../lib/crowd.js';
import { DeveloperSite } from '../lib/developer-site.js';
import { lastFile, offerFile, untilFile } from '../lib/file-sender.js';
import { FrontDoor } from '../lib/front-door.js';
import { OtterNode } from '../lib/otter-node.js';
import { lookAtPage } from '../lib/page-look.js';
import { until } from '../lib/until.js';

const BOUND_MS = 60_000;

const CHAT = Object.freeze([
  'Good morning!',
  'The agenda is at https://example.org/a/very/long/path/that/does/not/break/anywhere/by/itself/at/all.html',
  'A second line of thought,\nand one below it. It goes on for a while, as people do when they explain something.',
  'שלום! مرحبا 👋',
]);

/** Each state of the page once, in as few pages as that takes. The screenshots are for people: look at them. */
describe('every state of the page can be looked at, and axe has no serious fault to find', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {FrontDoor} */
  let door;
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
  /** @type {import('../lib/otter-node.js').Room} */
  let room;
  /** Ada's link leads through the door. */
  let adasLink = '';

  before(async () => {
    node = await OtterNode.start({ name: 'page-states', environment: { OTTER_ALLOWED_ORIGINS: '*' } });
    door = await FrontDoor.open([Number(new URL(node.origin).port)]);
    site = await DeveloperSite.open(node.origin, { '/mine': '<!doctype html><title>mine</title>' });
    films = await mkdtemp(path.join(tmpdir(), 'otter-films-'));
    browser = await launchWithPortrait('dawn', films);
    room = await node.createRoom('tea-at-four', 8);
    const { pathname, search } = new URL(room.url);
    adasLink = `${door.origin}${pathname}${search}`;
    const slowly = (/** @type {import('playwright-core').Page} */ page) =>
      page.addInitScript(() => Object.assign(window, { cameraRate: 3 }));
    ada = new CallSide('Ada', await newPerson(browser));
    ben = new CallSide('Ben', await newPerson(browser, { locale: 'de-DE' }));
    await Promise.all([slowly(ada.page), slowly(ben.page)]);
    const page = await newPerson(browser, { viewport: { width: 320, height: 240 } });
    await page.goto(`${site.origin}/mine`);
    crowd = new Crowd(page);
  });

  after(async () => {
    await browser?.close();
    site?.close();
    door?.close();
    await node?.stop();
    await rm(films, { recursive: true, force: true });
  });

  it('start page', async () => {
    await ada.page.goto(node.origin);
    await lookAtPage(ada.page, 'start');
    await ada.page.fill('#join-link', 'https://example.org/otter-meet/x?token=a');
    await ada.page.click('#join-form button');
    await ada.untilText('join-error', 'example.org');
    await lookAtPage(ada.page, 'start-error');
  });

  it('a link that is not valid', async () => {
    await ada.page.goto(`${node.origin}/otter-meet/tea-at-four?token=nonsense`);
    await ada.untilText('notice-code', 'token-invalid');
    await lookAtPage(ada.page, 'error-link');
  });

  it('lobby, with devices and without', async () => {
    await ada.open(adasLink);
    await ada.page.fill('#lobby-name', 'Ada Lovelace');
    await untilOwnPicture(ada);
    await lookAtPage(ada.page, 'lobby');
    await ben.page.context().addInitScript(refuseDevices);
    await ben.openLobby(room.url);
    await ben.page.locator('.device-error').waitFor();
    await lookAtPage(ben.page, 'lobby-no-devices');
  });

  it('alone, and finding the way', async () => {
    await ada.join();
    await ada.untilState('waiting');
    await untilOwnPicture(ada);
    await lookAtPage(ada.page, 'alone');
    await crowd.joinInSilence(room.roomId, new URL(room.url).searchParams.get('token') ?? '');
    await ada.untilState('connecting');
    await lookAtPage(ada.page, 'connecting');
    await crowd.leave();
    await ada.untilState('waiting');
  });

  it('two', async () => {
    await ben.page.evaluate(() => Object.assign(window, { devicesAllowed: true }));
    await ben.page.click('.device-error button');
    await ben.page.locator('#preview-empty').waitFor({ state: 'hidden' });
    await ben.page.fill('#lobby-name', 'Ben');
    await ben.join();
    await ada.untilDecoding();
    await ada.untilText('status-text', 'Connected directly');
    await lookAtPage(ada.page, 'two');
    await ada.page.click('[popovertarget="more-menu"].round-button');
    await lookAtPage(ada.page, 'menu');
    await ada.page.keyboard.press('Escape');
    await ada.useMenu('devices');
    await lookAtPage(ada.page, 'devices');
    await ada.page.click('#devices-dialog button');
    await ada.toggle('microphone');
    await ada.toggle('camera');
    await ben.tiles('person').locator('.tile-empty').waitFor();
    await lookAtPage(ben.page, 'two-muted-german');
    await ada.toggle('microphone');
    await ada.toggle('camera');
    await ben.untilDecoding();
  });

  it('chat and files', async () => {
    await ada.page.keyboard.press('c');
    await lookAtPage(ada.page, 'chat-empty');
    await ben.page.keyboard.press('c');
    for (const [index, text] of CHAT.entries()) {
      const side = index % 2 === 0 ? ada : ben;
      await side.page.fill('#chat-input', text);
      await side.page.click('#chat-form [type="submit"]');
    }
    await until(
      'all lines are there',
      BOUND_MS,
      async () => (await ada.page.locator('.chat-text').count()) === 4,
    );
    await lookAtPage(ada.page, 'chat');
    await give('taken.txt', 2_000);
    await lastFile(ada).getByRole('button', { name: 'Take it' }).click();
    await untilFile(ada, 'done', BOUND_MS);
    await give(
      'a very long name of a file, as scanners and phones make them 2026-11-27 07.11.07.pdf',
      64_000,
    );
    await lastFile(ada).getByRole('button', { name: 'Take it' }).waitFor();
    await lookAtPage(ada.page, 'files');
    await lookAtPage(ben.page, 'files-german');
    await ada.page.keyboard.press('Escape');
    await ben.page.keyboard.press('Escape');
  });

  /**
   * @param {string} name
   * @param {number} bytes
   */
  async function give(name, bytes) {
    const buffer = Buffer.alloc(bytes);
    await offerFile(ben, { name, mimeType: 'text/plain', buffer });
    await ada.page.locator('.file-name').getByText(name).waitFor();
  }

  it('details', async () => {
    await ada.page.locator('#stage').press('d');
    await until('plots have a line', BOUND_MS, () =>
      ada.page
        .locator('.plot-line')
        .evaluateAll(
          (lines) =>
            lines.length === 5 && lines.every((each) => /L.*L.*L/.test(each.getAttribute('d') ?? '')),
        ),
    );
    await lookAtPage(ada.page, 'details');
    await ada.page.keyboard.press('d');
  });

  it('a shared screen', async () => {
    await ben.page.click('.round-button[data-control="screen"]');
    await until('the screen is seen', BOUND_MS, async () => (await ada.figures()).videoTracksDecoding === 2);
    await lookAtPage(ada.page, 'screen');
    await ben.page.click('.round-button[data-control="screen"]');
    await ada.tiles('screen').waitFor({ state: 'detached' });
  });

  it('reconnecting, and one who is', async () => {
    const ports = door.ports;
    door.ports = [];
    door.cut();
    await ada.untilState('reconnecting');
    await ben.tiles('person').locator('.tile-note').waitFor();
    await lookAtPage(ada.page, 'reconnecting');
    await lookAtPage(ben.page, 'other-interrupted-german');
    door.ports = ports;
    await ada.untilState('connected');
  });

  it('after the call', async () => {
    await ben.leave();
    await ada.untilText('stage-title', 'The other person left');
    await lookAtPage(ada.page, 'other-left');
    await ada.leave();
    await ada.untilText('notice-title', 'You left the call');
    await lookAtPage(ada.page, 'left');
  });
});

/**
 * One's own picture is there, and not still black.
 *
 * @param {CallSide} side
 */
async function untilOwnPicture(side) {
  await until(`${side.name} sees the own picture`, BOUND_MS, () =>
    side.page.evaluate(() =>
      [...document.querySelectorAll('video')].some(
        (video) => video.muted && video.checkVisibility() && video.currentTime > 0.1,
      ),
    ),
  );
}

/** Runs in the page: the devices are refused until `window.devicesAllowed`. */
function refuseDevices() {
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    if (!(/** @type {any} */ (window).devicesAllowed)) {
      throw new DOMException('refused', 'NotAllowedError');
    }
    return getUserMedia(constraints);
  };
}

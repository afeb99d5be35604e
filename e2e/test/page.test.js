import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide } from '../lib/call.js';
import { NASTY_TEXTS } from '../lib/nasty-texts.js';
import { OtterNode } from '../lib/otter-node.js';
import { assertApart } from '../lib/page-look.js';
import { until } from '../lib/until.js';

const BOUND_MS = 60_000;

describe('what the call page can', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {string} */
  let link;
  /** @type {CallSide} */
  let ada;
  /** @type {CallSide} */
  let ben;

  before(async () => {
    node = await OtterNode.start({ name: 'page' });
    browser = await launchBrowser('threeCameras');
    ({ url: link } = await node.createRoom('everything', 3));
    ada = new CallSide('Ada', await newPerson(browser));
    ben = new CallSide('Ben', await newPerson(browser));
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  it('shows in the lobby that the microphone hears something, and asks for a name', async () => {
    await Promise.all([ada.open(link), ben.open(link)]);
    await until('the level goes up', BOUND_MS, () =>
      ada.page
        .locator('#lobby-level')
        .evaluate((meter) => /** @type {HTMLMeterElement} */ (meter).value > 0.01),
    );
    await ada.page.fill('#lobby-name', 'Ada <i>Lovelace</i>');
    await ada.page.keyboard.press('Enter');
    await ada.untilState('waiting');
    await ben.page.fill('#lobby-name', 'Ben');
    await ben.join();
    await ben
      .tiles('person')
      .locator('.tile-name')
      .getByText('Ada <i>Lovelace</i>', { exact: true })
      .waitFor();
    await until('Ben sees a moving picture', BOUND_MS, () =>
      ben
        .tiles('person')
        .locator('video')
        .evaluate((video) => /** @type {HTMLVideoElement} */ (video).currentTime > 0.5),
    );
  });

  it('shows three in a grid, and marks who speaks', async () => {
    const cleo = new CallSide('Cleo', await newPerson(browser));
    await cleo.open(link);
    await cleo.join();
    for (const side of [ada, ben, cleo]) {
      await until(`${side.name} sees two others`, BOUND_MS, () =>
        side.page.evaluate(
          () =>
            [...document.querySelectorAll('.tile[data-kind="person"] video')].filter(
              (video) => /** @type {HTMLVideoElement} */ (video).currentTime > 0.2,
            ).length === 2,
        ),
      );
      assert.equal(await side.page.locator('#tiles').getAttribute('data-layout'), 'grid');
    }
    await ada.page.locator('.tile[data-kind="person"][data-speaking]').first().waitFor();
    const boxes = await ada.page.locator('#tiles .tile').evaluateAll((tiles) =>
      tiles.map((tile) => {
        const { left, top, right, bottom } = tile.getBoundingClientRect();
        return { left, top, right, bottom };
      }),
    );
    assert.equal(boxes.length, 3);
    assertApart(boxes, 1280, 800);
    // It looks once a second, and says after the call whom it has seen.
    await until('Ben’s page has looked at both', BOUND_MS, async () => {
      return (await ben.page.locator('.peer-details').count()) === 2;
    });
    await cleo.leave();
    await until('two remain', BOUND_MS, async () => (await ada.tiles('person').count()) === 1);
    cleo.assertNoTrouble();
    await cleo.page.context().close();
  });

  it('brings chat to the others, as text whatever it is', async () => {
    await ada.page.keyboard.press('c');
    for (const text of NASTY_TEXTS) {
      await ada.page.fill('#chat-input', text);
      await ada.page.keyboard.press('Enter');
    }
    await ben.page.locator('.round-button[data-control="chat"][data-unread]').waitFor();
    await ben.page.click('.round-button[data-control="chat"]');
    await until('all lines are there', BOUND_MS, async () => {
      return (await ben.page.locator('.chat-text').count()) === NASTY_TEXTS.length;
    });
    for (const side of [ada, ben]) {
      assert.deepEqual(await side.page.locator('.chat-text').allTextContents(), [...NASTY_TEXTS]);
      const markup = await side.page
        .locator('.chat-text')
        .evaluateAll((lines) => lines.reduce((sum, line) => sum + line.childElementCount, 0));
      assert.equal(markup, 0);
      assert.equal(await side.page.evaluate(() => /** @type {any} */ (window).pwned), undefined);
    }
    assert.equal(await ben.page.locator('.chat-head strong').first().textContent(), 'Ada <i>Lovelace</i>');
    assert.equal(await ben.page.locator('.round-button[data-unread]').count(), 0);
  });

  it('shares a screen beside the camera, large, until it is stopped', async () => {
    await ada.page.click('.round-button[data-control="screen"]');
    await ben.tiles('screen').locator('video').waitFor();
    await until('the screen and the camera are seen', BOUND_MS, async () => {
      return (await ben.figures()).videoTracksDecoding === 2;
    });
    const [screen, person] = await Promise.all([
      ben.tiles('screen').boundingBox(),
      ben.tiles('person').boundingBox(),
    ]);
    assert.ok(screen && person && screen.width > 2 * person.width, 'the screen is the large one');
    assert.equal(
      await ada.page.locator('.round-button[data-control="screen"]').getAttribute('aria-pressed'),
      'true',
    );
    await ada.page.click('.round-button[data-control="screen"]');
    await until('the screen is gone', BOUND_MS, async () => (await ben.tiles('screen').count()) === 0);
    await ben.untilDecoding();
  });

  it('changes the camera in the call', async () => {
    await ada.useMenu('devices');
    const choice = ada.page.locator('#devices-dialog select[data-choice="camera"]');
    await until('three cameras to choose from', BOUND_MS, async () => {
      return (await choice.locator('option').count()) === 3;
    });
    const [other] = await choice.selectOption({ label: 'fake_device_2' });
    await until(
      'the other camera is on',
      BOUND_MS,
      async () => (await ada.page.evaluate(cameraId)) === other,
    );
    await ada.page.click('#devices-dialog button');
    await ben.untilDecoding();
  });

  it('says how the connection is, with figures and plots', async () => {
    await ben.page.keyboard.press('Escape');
    await ben.useMenu('details');
    const details = ben.page.locator('.peer-details');
    await details.getByText('With Ada <i>Lovelace</i>').waitFor();
    await details.getByText('direct', { exact: true }).waitFor();
    await until('plots have a line', BOUND_MS, () =>
      details.locator('.plot-line').evaluateAll((lines) => {
        return lines.length === 5 && lines.every((line) => (line.getAttribute('d') ?? '').includes('L'));
      }),
    );
    await until('something is received', BOUND_MS, async () => {
      return /[1-9]\d* (k|M)bit\/s/.test((await details.locator('dd').nth(1).textContent()) ?? '');
    });
    await ben.untilText('status-text', 'Connected directly');
    await ben.page.keyboard.press('Escape');
    await details.waitFor({ state: 'hidden' });
    const focused = await ben.page.evaluate(() => document.activeElement?.getAttribute('popovertarget'));
    assert.equal(focused, 'more-menu', 'the focus does not go back to where it came from');
  });

  it('fills the screen, and shows the other one above other programs', async () => {
    await ben.useMenu('fullscreen');
    await until('full screen', BOUND_MS, () =>
      ben.page.evaluate(() => document.fullscreenElement?.id === 'stage'),
    );
    await ben.page.evaluate(() => document.exitFullscreen());
    await ben.useMenu('pip');
    await until('picture in picture', BOUND_MS, () =>
      ben.page.evaluate(() => {
        return document.pictureInPictureElement?.closest('.tile')?.getAttribute('data-kind') === 'person';
      }),
    );
    await ben.page.evaluate(() => document.exitPictureInPicture());
  });

  it('says after the call how it was', async () => {
    const bensId = await ben.page.evaluate(ownId);
    await ben.leave();
    await ben.untilText('notice-title', 'You left the call');
    const facts = await ben.page.locator('#notice-facts').textContent();
    assert.match(facts ?? '', /Length\d+:\d\dWith2 othersPathdirect/);
    await ada.untilState('waiting');
    const bens = await until('whoever runs the call is told', BOUND_MS, async () => {
      const all = await node.quality('everything');
      return all.find(({ connectionId, end }) => connectionId === bensId && end === 'left');
    });
    const [withAda] = bens.peers;
    assert.equal(withAda.path, 'direct');
    assert.ok(bens.joinMs > 0 && withAda.setupMs > 0 && withAda.picture.width > 0, JSON.stringify(bens));
  });

  it('tells nobody how the call is when the user does not want it', async () => {
    await ada.useMenu('details');
    await ada.page.uncheck('#details-reports');
    await ada.leave();
    await ada.rejoin();
    await ada.untilState('waiting');
    const id = await ada.page.evaluate(ownId);
    await ben.rejoin();
    await ben.untilDecoding();
    await ada.leave();
    await ben.leave();
    await until('the other one’s report is there', BOUND_MS, async () => {
      const all = await node.quality('everything');
      return all.filter(({ end }) => end === 'left').some(({ peers }) => peers[0]?.connectionId === id);
    });
    assert.ok((await node.quality('everything')).every(({ connectionId }) => connectionId !== id));
    ada.assertNoTrouble();
    ben.assertNoTrouble();
  });

  it('speaks German to who wants it', async () => {
    const dora = new CallSide('Dora', await newPerson(browser, { locale: 'de-AT' }));
    await dora.open(link);
    assert.equal(await dora.page.locator('html').getAttribute('lang'), 'de');
    await dora.untilText('join', 'Teilnehmen');
    await dora.untilText('status-text', 'Noch nicht dabei');
    await dora.page.goto(`${node.origin}/otter-meet/everything?token=a-token-that-opens-nothing`);
    await dora.untilText('notice-title', 'Dieser Link ist ungültig');
    await dora.page.context().close();
  });
});

/** Runs in the page. */
function ownId() {
  return /** @type {any} */ (window).otter.room.self.id;
}

/** Runs in the page. */
function cameraId() {
  const tile = document.querySelector('.tile[data-kind="self"] video');
  const stream = /** @type {MediaStream | null} */ (/** @type {HTMLVideoElement} */ (tile).srcObject);
  return stream?.getVideoTracks()[0]?.getSettings().deviceId;
}

import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide } from '../lib/call.js';
import { DeveloperSite } from '../lib/developer-site.js';
import { OtterNode } from '../lib/otter-node.js';
import { framesDecodedPlainly, joinPlainly } from '../lib/plain-client.js';
import { until } from '../lib/until.js';

const BOUND_MS = 60_000;

describe('an old client in the call', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {DeveloperSite} */
  let site;
  /** @type {import('playwright-core').Browser} */
  let browser;

  before(async () => {
    node = await OtterNode.start({ name: 'plain-client', environment: { OTTER_ALLOWED_ORIGINS: '*' } });
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

  for (const plainFirst of [true, false]) {
    it(`a plain client that came ${plainFirst ? 'first' : 'second'} sees and hears the page, and the page it`, async () => {
      const room = await node.createRoom(`old-${plainFirst}`);
      const token = new URL(room.url).searchParams.get('token') ?? '';
      const old = await emptyPage();
      const ben = new CallSide('Ben', await newPerson(browser));
      await ben.open(room.url);
      const joinOld = () => old.evaluate(joinPlainly, { roomId: room.roomId, token });
      const joinBen = () => ben.join();
      for (const join of plainFirst ? [joinOld, joinBen] : [joinBen, joinOld]) {
        await join();
        await until('the room counts the first one', BOUND_MS, async () => {
          const answer = await fetch(`${node.origin}/v1/rooms/${room.roomId}?token=${token}`);
          return (await answer.json()).participantCount > 0;
        });
      }
      await ben.untilState('connected');
      await ben.untilDecoding();
      await ben.untilHearing();
      const first = await old.evaluate(framesDecodedPlainly);
      await until('the plain client decodes', BOUND_MS, async () => {
        return (await old.evaluate(framesDecodedPlainly)) > first + 5;
      });
      // Both change at once: the page adds a track while the plain client restarts ICE.
      await Promise.all([
        ben.page.evaluate(() => /** @type {any} */ (window).otter.room.mute('camera')),
        ben.page.evaluate(() => /** @type {any} */ (window).otter.room.peers[0].restartIce()),
        old.evaluate(() => /** @type {any} */ (window).plain.restartIce()),
      ]);
      await until('both are stable again', BOUND_MS, () =>
        old.evaluate(() => /** @type {any} */ (window).plain.signalingState === 'stable'),
      );
      await ben.untilDecoding();
      await ben.untilState('connected');
      await ben.leave();
      await until('the plain client is told', BOUND_MS, () =>
        old.evaluate(() => /** @type {any} */ (window).plainGone === true),
      );
      ben.assertNoTrouble();
      await Promise.all([old.context().close(), ben.page.context().close()]);
    });
  }
});

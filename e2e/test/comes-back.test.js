import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { FrontDoor } from '../lib/front-door.js';
import { LostPorts } from '../lib/lost-ports.js';
import { startCluster } from '../lib/cluster.js';
import { until } from '../lib/until.js';

const BOUND_MS = 60_000;

/** What the browser itself notes when a socket or a request breaks that the test has cut. */
const CUT = /WebSocket connection to|Failed to load resource/;

/** @typedef {import('../lib/otter-node.js').OtterNode} Node */

describe('a call comes back by itself', () => {
  /** @type {Node[]} */
  let nodes = [];
  /** @type {FrontDoor} */
  let door;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {[CallSide, CallSide]} */
  let sides;
  const lost = new LostPorts();

  before(async () => {
    nodes = await startCluster(2, { OTTER_ALLOWED_ORIGINS: '*' });
    door = await FrontDoor.open(nodes.map(({ origin }) => Number(new URL(origin).port)));
    browser = await launchBrowser();
    const { url } = await /** @type {Node} */ (nodes[0]).createRoom('comes-back');
    const { pathname, search } = new URL(url);
    sides = [new CallSide('Ada', await newPerson(browser)), new CallSide('Ben', await newPerson(browser))];
    await Promise.all(sides.map((side) => side.open(`${door.origin}${pathname}${search}`)));
    await connect(...sides);
    for (const { page } of sides) {
      await page.evaluate(watchRoom);
    }
  });

  after(async () => {
    await lost.close();
    await browser?.close();
    door?.close();
    await Promise.all(nodes.map((node) => node.stop()));
  });

  /** Both are back in their old places, and the picture has gone on. */
  async function untilBack() {
    for (const side of sides) {
      await until(`${side.name} is back`, BOUND_MS, () =>
        side.page.evaluate(() => {
          const { room } = /** @type {any} */ (window).otter;
          return room.status.state === 'connected' && !room.peers[0].interrupted;
        }),
      );
    }
    await Promise.all(sides.map((side) => side.untilDecoding()));
  }

  /** Nobody was shown as gone, and nobody's place or connection is a new one. */
  async function assertUntouched() {
    for (const { name, page } of sides) {
      assert.deepEqual(await page.evaluate(sinceWatched), { left: 0, same: true }, name);
    }
  }

  it('when all sockets are cut, with its media untouched', async (test) => {
    const startMs = performance.now();
    door.cut();
    await until('both have lost their sockets and are back', BOUND_MS, () =>
      Promise.all(sides.map(({ page }) => page.evaluate(() => /** @type {any} */ (window).backAfterMs))).then(
        (back) => back.every(Boolean),
      ),
    );
    await untilBack();
    const back = await Promise.all(
      sides.map(({ page }) => page.evaluate(() => Math.round(/** @type {any} */ (window).backAfterMs))),
    );
    test.diagnostic(
      `signaling back after ${back.join(' and ')} ms (looked at for ${Math.round(performance.now() - startMs)} ms)`,
    );
    await assertUntouched();
  });

  it('when the node of both is killed', async (test) => {
    await Promise.all(
      sides.map(({ page }) => page.evaluate(() => delete (/** @type {any} */ (window).backAfterMs))),
    );
    /** @type {Node} */ (nodes[0]).kill();
    await until('both have lost their sockets and are back', BOUND_MS, () =>
      Promise.all(sides.map(({ page }) => page.evaluate(() => /** @type {any} */ (window).backAfterMs))).then(
        (back) => back.every(Boolean),
      ),
    );
    await untilBack();
    const back = await Promise.all(
      sides.map(({ page }) => page.evaluate(() => Math.round(/** @type {any} */ (window).backAfterMs))),
    );
    test.diagnostic(`signaling back on the other node after ${back.join(' and ')} ms`);
    await assertUntouched();
    for (const side of sides) {
      const sent = Math.random();
      const other = sides.find((one) => one !== side);
      await side.page.evaluate((value) => /** @type {any} */ (window).otter.room.send(value), sent);
      await until('data still goes through', BOUND_MS, () =>
        other?.page.evaluate((value) => /** @type {any} */ (window).gotData.includes(value), sent),
      );
    }
  });

  it('when a laptop slept: its timers were frozen, and the server had given it up', async (test) => {
    const [ada] = sides;
    const devtools = await ada.page.context().newCDPSession(ada.page);
    await devtools.send('Debugger.enable');
    const paused = new Promise((resolve) => devtools.once('Debugger.paused', resolve));
    await devtools.send('Debugger.pause');
    void ada.page.evaluate(() => 0).catch(() => {});
    await paused;
    door.cut();
    const ben = /** @type {CallSide} */ (sides[1]);
    await until('Ben sees Ada interrupted', BOUND_MS, () =>
      ben.page.evaluate(() => /** @type {any} */ (window).otter.room.peers[0].interrupted),
    );
    const startMs = performance.now();
    await devtools.send('Debugger.resume');
    await devtools.send('Debugger.disable');
    await untilBack();
    test.diagnostic(`back ${Math.round(performance.now() - startMs)} ms after the wake-up`);
    await assertUntouched();
  });

  it('when the network changed: all candidates are gone, and others are found', async (test) => {
    const [ada] = sides;
    const first = await ada.page.evaluate(ufrag);
    await ada.page.evaluate(watchNotice);
    const startMs = performance.now();
    assert.ok((await lost.lose(ada)) > 0, 'no port was lost');
    const notice = await until('Ada is told', BOUND_MS, () =>
      ada.page.evaluate(() => /** @type {any} */ (window).noticed),
    );
    const noticedMs = Math.round(performance.now() - startMs);
    assert.match(notice, /The connection is interrupted/);
    await untilBack();
    test.diagnostic(`said after ${noticedMs} ms, back after ${Math.round(performance.now() - startMs)} ms`);
    assert.notEqual(await ada.page.evaluate(ufrag), first, 'it is the same way');
    await assertUntouched();
  });

  it('when a page is reloaded: as a newcomer, with the name and the token that the tab has kept', async (test) => {
    const [ada, ben] = sides;
    await ada.page.reload();
    await ada.untilState('lobby');
    const startMs = performance.now();
    await ada.join();
    await Promise.all([ada.untilState('connected'), ben.untilState('connected')]);
    await Promise.all([ada.untilDecoding(), ben.untilDecoding()]);
    test.diagnostic(`pictures on both sides ${Math.round(performance.now() - startMs)} ms after Join`);
  });

  it('and no page complained of anything but the cuts', () => {
    sides.forEach((side) => side.assertNoTrouble(CUT));
  });
});

/** Runs in the page: notes what a user would notice. */
function watchRoom() {
  const page = /** @type {any} */ (window);
  const { room } = page.otter;
  page.left = 0;
  page.gotData = [];
  page.idAtFirst = room.self.id;
  page.connectionAtFirst = room.peers[0].connection;
  room.on('peer-left', () => (page.left += 1));
  room.on('data', (/** @type {any} */ { value }) => page.gotData.push(value));
  let lostAtMs = 0;
  room.on('status', (/** @type {any} */ { state }) => {
    if (state === 'reconnecting') {
      lostAtMs ||= performance.now();
    } else if (lostAtMs) {
      page.backAfterMs = performance.now() - lostAtMs;
      lostAtMs = 0;
    }
  });
}

/** Runs in the page. */
function sinceWatched() {
  const page = /** @type {any} */ (window);
  const { room } = page.otter;
  const same = page.idAtFirst === room.self.id && page.connectionAtFirst === room.peers[0].connection;
  return { left: page.left, same };
}

/** Runs in the page: keeps what is said of an interruption, which may be over before it is looked for. */
function watchNotice() {
  const page = /** @type {any} */ (window);
  const notice = /** @type {HTMLElement} */ (document.getElementById('stage-notice'));
  const look = () => {
    if (document.documentElement.dataset.callState === 'reconnecting' && !notice.hidden) {
      page.noticed ??= notice.textContent;
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}

/** Runs in the page: changes with each way that is looked for. */
function ufrag() {
  const { connection } = /** @type {any} */ (window).otter.room.peers[0];
  return /a=ice-ufrag:(\S+)/.exec(connection.localDescription.sdp)?.[1];
}

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { OtterNode } from '../lib/otter-node.js';
import { assertNothingLeaked } from '../lib/secrets.js';
import { until } from '../lib/until.js';

const ROUNDS = 40;

/** Far enough ahead that both pages have got the order before the moment comes. */
const LEAD_MS = 40;

/** An SDP must stay far below the 64 KiB that the server takes as one message. */
const MAX_M_LINES = 8;

/** Runs in the page: a source of small moving pictures, and a count of offers that crossed. */
function prepare() {
  const page = /** @type {any} */ (window);
  page.newPicture = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    let hue = 0;
    const timer = setInterval(() => {
      pen.fillStyle = `hsl(${(hue += 20)} 80% 50%)`;
      pen.fillRect(0, 0, 160, 120);
    }, 100);
    const [track] = canvas.captureStream(10).getVideoTracks();
    track.addEventListener('otter-done', () => clearInterval(timer));
    return track;
  };
  page.crossings = 0;
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setRemoteDescription = function (description) {
    page.crossings += description.type === 'offer' && this.signalingState === 'have-local-offer' ? 1 : 0;
    return /** @type {any} */ (setRemoteDescription).call(this, description);
  };
}

/**
 * Runs in the page: at the given moment drops the last extra track, if there is one, and adds a new one, if wanted.
 *
 * @param {{ atMs: number, add: boolean }} order
 */
async function changeTracks({ atMs, add }) {
  const page = /** @type {any} */ (window);
  const { room } = page.otter;
  const next = add ? page.newPicture() : null;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - Date.now())));
  if (page.extra) {
    room.unpublish('extra');
    page.extra.stop();
    page.extra.dispatchEvent(new Event('otter-done'));
  }
  page.extra = next;
  if (next) {
    await room.publish('extra', next);
  }
}

describe('glare: both sides change their tracks at the same moment', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {CallSide[]} */
  let sides;
  /** @type {string} */
  let link;

  before(async () => {
    node = await OtterNode.start({ name: 'glare' });
    browser = await launchBrowser();
    sides = [];
    for (const name of ['Ada', 'Ben']) {
      const page = await newPerson(browser);
      await page.addInitScript(prepare);
      sides.push(new CallSide(name, page));
    }
    ({ url: link } = await node.createRoom('glare'));
    await Promise.all(sides.map((side) => side.open(link)));
    await connect(.../** @type {[CallSide, CallSide]} */ (sides));
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  it(`survives ${ROUNDS} rounds`, async (test) => {
    const startMs = performance.now();
    for (let round = 0; round < ROUNDS; round++) {
      const atMs = Date.now() + LEAD_MS;
      // Every third round only takes away, so that direction changes both ways cross.
      const add = round % 3 !== 2;
      await Promise.all(sides.map((side) => side.page.evaluate(changeTracks, { atMs, add })));
    }
    test.diagnostic(`${ROUNDS} rounds in ${Math.round(performance.now() - startMs)} ms`);
    const crossings = await Promise.all(
      sides.map(({ page }) => page.evaluate(() => /** @type {any} */ (window).crossings)),
    );
    test.diagnostic(`offers that met an open one of our own: ${crossings.join(' + ')}`);
    assert.ok(crossings[0] + crossings[1] > 0, 'no two offers ever crossed: this test tested nothing');
  });

  it('ends with both sides stable and what was added last flowing', async (test) => {
    const atMs = Date.now() + LEAD_MS;
    await Promise.all(sides.map((side) => side.page.evaluate(changeTracks, { atMs, add: true })));
    for (const side of sides) {
      await until(`${side.name} is stable and gets two pictures and one sound`, 20_000, () =>
        side.page.evaluate(() => {
          const [peer] = /** @type {any} */ (window).otter.room.peers;
          const names = peer.tracks.map((/** @type {{ name: string }} */ { name }) => name).toSorted();
          return peer.connection.signalingState === 'stable' && names.join() === 'camera,extra,microphone';
        }),
      );
      await until(`${side.name} decodes both pictures`, 20_000, () => side.page.evaluate(bothPicturesMove));
      await side.untilHearing();
      assert.equal(await side.state(), 'connected');
    }
    const lines = await Promise.all(
      sides.map(({ page }) =>
        page.evaluate(() => /** @type {any} */ (window).otter.call.peerConnection.getTransceivers().length),
      ),
    );
    test.diagnostic(`m-lines at the end: ${lines.join(' and ')}`);
    assert.ok(Math.max(...lines) <= MAX_M_LINES, `the SDP has grown to ${Math.max(...lines)} m-lines`);
  });

  it('made no page complain, and left nothing in the log', async () => {
    for (const side of sides) {
      side.assertNoTrouble();
    }
    await assertNothingLeaked([node], [link]);
  });
});

/** Runs in the page: every video track that is received now decodes more frames than at the last look. */
async function bothPicturesMove() {
  const page = /** @type {any} */ (window);
  const { call } = page.otter;
  page.lastFrames ??= new Map();
  let moving = 0;
  for (const { receiver, currentDirection } of call.peerConnection.getTransceivers()) {
    if (receiver.track.kind === 'video' && /^(sendrecv|recvonly)$/.test(currentDirection ?? '')) {
      for (const entry of (await receiver.getStats()).values()) {
        if (entry.type === 'inbound-rtp') {
          moving += entry.framesDecoded > (page.lastFrames.get(receiver) ?? Infinity) ? 1 : 0;
          page.lastFrames.set(receiver, entry.framesDecoded ?? 0);
        }
      }
    }
  }
  return moving === 2;
}

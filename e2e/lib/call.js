import assert from 'node:assert/strict';
import { trouble } from './browser.js';
import { until } from './until.js';

/**
 * One person's side of a call: the page, driven as a person drives it, and what its statistics say.
 *
 * @typedef {object} MediaFigures  of what arrives, all tracks together
 * @property {number} framesDecoded
 * @property {number} videoTracksDecoding  tracks that have decoded at least one frame
 * @property {number} audioPackets
 * @property {number} audioEnergy
 * @property {number} audioSeconds
 */

const STATE_BOUND_MS = 60_000;
const MEDIA_BOUND_MS = 60_000;

/** So many frames more than at the first look mean that the picture really moves. */
const FRAMES_TO_SEE = 10;

/** So long must a muted microphone be silent (the fake one beeps every second). */
const SILENT_SECONDS = 2.5;

/** Less energy than this is the noise that a silent codec makes (about 1e-9 a second; a beep has 1e-3 and more). */
const AUDIBLE_ENERGY = 1e-6;

export class CallSide {
  /**
   * @param {string} name
   * @param {import('playwright-core').Page} page
   */
  constructor(name, page) {
    this.name = name;
    this.page = page;
  }

  /**
   * Opens a join link and waits for the lobby.
   *
   * @param {string} link
   */
  async openLobby(link) {
    await this.page.goto(link);
    await this.untilState('lobby');
  }

  /**
   * Opens a join link and waits for the lobby with its preview.
   *
   * @param {string} link
   */
  async open(link) {
    await this.openLobby(link);
    await this.page.locator('#preview-empty').waitFor({ state: 'hidden', timeout: STATE_BOUND_MS });
  }

  join() {
    return this.page.click('#join');
  }

  leave() {
    return this.page.click('#leave');
  }

  rejoin() {
    return this.page.click('#notice-retry');
  }

  /** @param {'microphone' | 'camera'} device */
  toggle(device) {
    return this.page.click(`#stage [data-control="${device}"]`);
  }

  /** What there is of the others: `person` tiles, `screen` tiles. @param {'person' | 'screen' | 'self'} kind */
  tiles(kind) {
    return this.page.locator(`#tiles .tile[data-kind="${kind}"]`);
  }

  /** Opens the menu behind the three dots and takes something of it. @param {string} control */
  async useMenu(control) {
    await this.page.click('[popovertarget="more-menu"].round-button');
    await this.page.click(`#more-menu [data-control="${control}"]`);
  }

  state() {
    return this.page.evaluate(() => document.documentElement.dataset.callState ?? '');
  }

  /** @param {string} state */
  async untilState(state) {
    let last = '';
    await until(`${this.name} is ${state}`, STATE_BOUND_MS, async () => {
      last = await this.state();
      return last === state;
    }).catch((error) => {
      const complaints = trouble(this.page).slice(0, 5).join('; ');
      throw new Error(`${this.name} is ${last}, not ${state}; the page: ${complaints}`, { cause: error });
    });
  }

  /**
   * @param {string} id
   * @param {string | RegExp} text
   */
  untilText(id, text) {
    return until(`${this.name} reads ${text} in #${id}`, STATE_BOUND_MS, async () => {
      const locator = this.page.locator(`#${id}`);
      return (await locator.isVisible()) && ((await locator.textContent()) ?? '').match(text) !== null;
    });
  }

  /** @returns {Promise<MediaFigures>} */
  figures() {
    return this.page.evaluate(async () => {
      const pc = /** @type {any} */ (window).otter.call.peerConnection;
      const figures = {
        framesDecoded: 0,
        videoTracksDecoding: 0,
        audioPackets: 0,
        audioEnergy: 0,
        audioSeconds: 0,
      };
      for (const entry of pc ? (await pc.getStats()).values() : []) {
        if (entry.type === 'inbound-rtp' && entry.kind === 'video') {
          figures.framesDecoded += entry.framesDecoded ?? 0;
          figures.videoTracksDecoding += entry.framesDecoded > 0 ? 1 : 0;
        } else if (entry.type === 'inbound-rtp' && entry.kind === 'audio') {
          figures.audioPackets += entry.packetsReceived ?? 0;
          figures.audioEnergy += entry.totalAudioEnergy ?? 0;
          figures.audioSeconds += entry.totalSamplesDuration ?? 0;
        }
      }
      return figures;
    });
  }

  /**
   * Decodes frames: not a state's name, but a number that goes up from one look to a later one. Where it goes down, what
   * was counted first has gone meanwhile (the connection to one who has left, a screen), and it is counted anew.
   */
  async untilDecoding() {
    let since = await until(`${this.name} decodes a first frame`, MEDIA_BOUND_MS, async () => {
      const figures = await this.figures();
      return figures.framesDecoded > 0 && figures;
    });
    return until(`${this.name} decodes frame after frame`, MEDIA_BOUND_MS, async () => {
      const now = await this.figures();
      if (now.framesDecoded < since.framesDecoded) {
        since = now;
      }
      return now.framesDecoded >= since.framesDecoded + FRAMES_TO_SEE;
    });
  }

  /** Hears the other side: packets arrive and there is sound in them; counted as in {@link untilDecoding}. */
  async untilHearing() {
    let since = await this.figures();
    return until(`${this.name} hears the other side`, MEDIA_BOUND_MS, async () => {
      const now = await this.figures();
      if (now.audioPackets < since.audioPackets) {
        since = now;
      }
      return now.audioPackets > since.audioPackets && now.audioEnergy > since.audioEnergy + AUDIBLE_ENERGY;
    });
  }

  /** Hears nothing for longer than the fake microphone is ever silent, while sound still is being played out. */
  untilSilent() {
    /** @type {MediaFigures | null} */
    let since = null;
    return until(`${this.name} hears nothing any more`, MEDIA_BOUND_MS, async () => {
      const now = await this.figures();
      if (!since || now.audioEnergy > since.audioEnergy + AUDIBLE_ENERGY) {
        since = now;
      }
      return now.audioSeconds - since.audioSeconds >= SILENT_SECONDS;
    });
  }

  /** @param {RegExp} [expected] of trouble that this test makes on purpose */
  assertNoTrouble(expected = /^$/) {
    const unexpected = trouble(this.page).filter((line) => !expected.test(line));
    assert.deepEqual(unexpected, [], `${this.name}'s page complained`);
  }

  assertTokenOutOfSight() {
    assert.ok(!this.page.url().includes('token'), 'the token is in the address bar');
  }
}

/**
 * Both sides join and see and hear each other.
 *
 * @param {CallSide} first
 * @param {CallSide} second
 * @returns {Promise<number>} milliseconds from the second one's click on Join to its first decoded frame
 */
export async function connect(first, second) {
  await first.join();
  await first.untilState('waiting');
  const startMs = performance.now();
  await second.join();
  await until(`${second.name} decodes a first frame`, MEDIA_BOUND_MS, async () => {
    return (await second.figures()).framesDecoded > 0;
  });
  const firstFrameMs = Math.round(performance.now() - startMs);
  await Promise.all([first, second].map((side) => side.untilState('connected')));
  await Promise.all([first, second].map((side) => side.untilDecoding()));
  await Promise.all([first, second].map((side) => side.untilHearing()));
  return firstFrameMs;
}

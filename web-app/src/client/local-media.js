import { OtterError } from './errors.js';

/**
 * @typedef {import('./payloads.js').MediaKind} MediaKind
 *
 * @typedef {object} Slot  one thing this side sends, under a name
 * @property {string} name  "microphone", "camera", "screen", or any other
 * @property {MediaKind} kind
 * @property {string} trackKind  "audio" or "video"
 * @property {MediaStreamTrack | null} track  null while switched off; its place is kept
 * @property {boolean} muted
 */

/**
 * What this side sends, apart from any one connection, so that it outlives them: every peer's Senders follow it.
 * Camera and microphone share one stream, so that the other side keeps lips in sync; a screen has its own.
 */
export class LocalMedia {
  /** @type {Map<string, Slot>} */
  slots = new Map();

  /** @type {Set<import('./senders.js').Senders>} */
  #followers = new Set();
  #streams;
  /** What the token allows; null: not known yet, or all. @type {readonly string[] | null} */
  #grants = null;

  /** @param {new () => MediaStream} MediaStream */
  constructor(MediaStream) {
    this.#streams = { user: new MediaStream(), screen: new MediaStream() };
  }

  /** @param {readonly string[] | null} grants */
  set grants(grants) {
    this.#grants = grants;
    for (const { name, kind } of [...this.slots.values()]) {
      if (!this.#granted(kind)) {
        this.drop(name);
      }
    }
  }

  /** @returns {Record<string, boolean>} what is switched on */
  get state() {
    const entries = [...this.slots.values()].map(({ name, track, muted }) => [
      name,
      track !== null && !muted,
    ]);
    return Object.fromEntries(entries);
  }

  /** @param {MediaKind} kind */
  streamOf(kind) {
    return kind === 'screen' ? this.#streams.screen : this.#streams.user;
  }

  /**
   * Puts a track under a name, in place of what was there; null keeps the place and sends nothing.
   *
   * @param {string} name
   * @param {MediaStreamTrack | null} track
   * @param {MediaKind} [kind]
   */
  async put(name, track, kind) {
    let slot = this.slots.get(name);
    if (slot && track && slot.trackKind !== track.kind) {
      this.drop(name);
      slot = undefined;
    }
    if (!slot) {
      if (!track) {
        return;
      }
      const wanted = kind ?? kindOf(name, track);
      if (!this.#granted(wanted)) {
        throw new OtterError('not-granted', `${wanted} is not among the grants of this token`);
      }
      slot = { name, kind: wanted, trackKind: track.kind, track, muted: false };
      this.slots.set(name, slot);
    }
    slot.track = track;
    if (track) {
      track.enabled = !slot.muted && track.enabled;
    }
    await Promise.all([...this.#followers].map((senders) => senders.put(/** @type {Slot} */ (slot))));
  }

  /** @param {string} name */
  drop(name) {
    if (this.slots.delete(name)) {
      this.#followers.forEach((senders) => senders.drop(name));
    }
  }

  /**
   * @param {string} name
   * @param {boolean} muted  true: silence or black goes out, at once and without negotiation
   */
  mute(name, muted) {
    const slot = this.slots.get(name);
    if (slot) {
      slot.muted = muted;
      if (slot.track) {
        slot.track.enabled = !muted;
      }
    }
  }

  /** @param {import('./senders.js').Senders} senders */
  follow(senders) {
    this.#followers.add(senders);
    this.slots.forEach((slot) => void senders.put(slot));
  }

  /** @param {import('./senders.js').Senders} senders */
  unfollow(senders) {
    this.#followers.delete(senders);
  }

  /** @param {MediaKind} kind */
  #granted(kind) {
    return this.#grants === null || this.#grants.includes(kind);
  }
}

/**
 * @param {string} name
 * @param {MediaStreamTrack} track
 * @returns {MediaKind}
 */
function kindOf(name, track) {
  if (name.startsWith('screen')) {
    return 'screen';
  }
  return track.kind === 'audio' ? 'audio' : 'video';
}

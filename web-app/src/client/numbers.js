/** More than this, in messages or in bytes, is not kept for one peer (the welcome's limits say the same). */
export const MAX_KEPT_MESSAGES = 256;
export const MAX_KEPT_BYTES = 262_144;

const FIRST_PROBE_MS = 1_000;
const LAST_PROBE_MS = 8_000;

/**
 * What is kept of one peer, as docs/signaling-protocol.md asks: the numbered messages to it that it has not
 * acknowledged, and how far this side has come with the messages from it. Called by Mailbox only.
 *
 * @typedef {{ seq: number, payload: unknown, polite: boolean | undefined }} Kept
 */
export class Numbers {
  /** @type {(Kept & { bytes: number })[]} */
  #kept = [];
  #bytes = 0;
  #lastSent = 0;
  #lastReceived = 0;
  #askedAfter = -1;
  #progressMs = 0;
  #waitMs = FIRST_PROBE_MS;
  #probed = false;

  /**
   * Numbers a message and keeps it.
   *
   * @param {unknown} payload
   * @param {boolean | undefined} polite
   * @param {number} nowMs
   */
  add(payload, polite, nowMs) {
    if (this.#kept.length === 0) {
      this.#progress(nowMs);
    }
    const bytes = JSON.stringify(payload).length;
    const message = { seq: ++this.#lastSent, payload, polite, bytes };
    this.#kept.push(message);
    this.#bytes += bytes;
    return message;
  }

  /** @returns {boolean} whether more was kept than may be; then all of it is given up */
  giveUpIfTooMuch() {
    const tooMuch = this.#kept.length > MAX_KEPT_MESSAGES || this.#bytes > MAX_KEPT_BYTES;
    if (tooMuch) {
      this.#kept = [];
      this.#bytes = 0;
    }
    return tooMuch;
  }

  get nextSeq() {
    return this.#lastSent + 1;
  }

  get lastReceived() {
    return this.#lastReceived;
  }

  /** @returns {readonly Kept[]} in order */
  get unacknowledged() {
    return this.#kept;
  }

  /**
   * The peer has everything up to a number.
   *
   * @param {number} seq
   * @param {number} nowMs
   * @returns {boolean} whether that answered a probe, so that the rest is to be sent again
   */
  acknowledged(seq, nowMs) {
    const [oldest] = this.#kept;
    if (!oldest || oldest.seq > seq) {
      return false;
    }
    const answered = this.#probed;
    this.#kept = this.#kept.filter((message) => message.seq > seq);
    this.#bytes = this.#kept.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#progress(nowMs);
    return answered;
  }

  /**
   * @param {number} nowMs
   * @returns {Kept | null} the oldest message when nothing was acknowledged for long; each time longer
   */
  probe(nowMs) {
    const [oldest] = this.#kept;
    if (!oldest || nowMs - this.#progressMs < this.#waitMs) {
      return null;
    }
    this.#progressMs = nowMs;
    this.#waitMs = Math.min(2 * this.#waitMs, LAST_PROBE_MS);
    this.#probed = true;
    return oldest;
  }

  /**
   * @param {number} seq  of a message that came
   * @returns {'next' | 'duplicate' | 'gap'}
   */
  arrived(seq) {
    if (seq <= this.#lastReceived) {
      return 'duplicate';
    }
    if (seq > this.#lastReceived + 1) {
      return 'gap';
    }
    this.#lastReceived = seq;
    return 'next';
  }

  /** @returns {boolean} whether to ask for what is missing: once for each gap */
  asksForTheGap() {
    const first = this.#askedAfter !== this.#lastReceived;
    this.#askedAfter = this.#lastReceived;
    return first;
  }

  /**
   * The peer cannot send what was missed.
   *
   * @param {number} seq  of its next message
   * @returns {boolean} whether that leaves a hole
   */
  goesOnAt(seq) {
    const hole = seq > this.#lastReceived + 1;
    if (hole) {
      this.#lastReceived = seq - 1;
    }
    return hole;
  }

  /** @param {number} nowMs */
  #progress(nowMs) {
    this.#progressMs = nowMs;
    this.#waitMs = FIRST_PROBE_MS;
    this.#probed = false;
  }
}

/** How long an answer without a lifetime is used before it is asked for again. */
const DEFAULT_TTL_MS = 10 * 60_000;

/** The server renews credentials by itself; at this part of their life this side asks, in case it did not. */
const ASK_AT = 0.75;

/** A list as young as this is not asked for again, however many connections fail at once. */
const YOUNG_MS = 5_000;

/** After a question without a good answer, so long until the next one. */
const ASK_AGAIN_MS = 30_000;

/**
 * The STUN and TURN servers of a call, always with credentials that still live. The server sends them over the
 * signaling; `GET /v1/ice-servers` is asked where it did not. The list may be empty, and a failed question leaves the
 * last good list: a call without relays is better than none.
 */
export class IceServers {
  #environment;
  #url;
  #onChange;
  /** @type {RTCIceServer[]} */
  #iceServers = [];
  #staleAtMs = -Infinity;
  #takenAtMs = -Infinity;
  /** @type {number | null} */
  #timer = null;
  #closed = false;

  /**
   * @param {object} options
   * @param {import('./environment.js').Environment} options.environment
   * @param {string} options.origin
   * @param {string} options.token
   * @param {() => void} options.onChange  connections need the new list
   */
  constructor({ environment, origin, token, onChange }) {
    this.#environment = environment;
    this.#url = `${origin}/v1/ice-servers?token=${encodeURIComponent(token)}`;
    this.#onChange = onChange;
  }

  /** @returns {RTCConfiguration} what is known now */
  get configuration() {
    return { iceServers: this.#iceServers, bundlePolicy: 'max-bundle' };
  }

  /**
   * What the server has sent by itself.
   *
   * @param {unknown} iceServers
   * @param {unknown} ttlSeconds
   */
  take(iceServers, ttlSeconds) {
    if (this.#closed || !Array.isArray(iceServers)) {
      return;
    }
    const ttlMs = typeof ttlSeconds === 'number' && ttlSeconds > 0 ? ttlSeconds * 1000 : DEFAULT_TTL_MS;
    this.#iceServers = iceServers;
    this.#takenAtMs = this.#environment.nowMs();
    this.#staleAtMs = this.#takenAtMs + ttlMs * ASK_AT;
    this.#askIn(ttlMs * ASK_AT);
    this.#onChange();
  }

  /** Asks for a fresh list where the last one is old. Never throws. */
  async freshen() {
    if (this.#environment.nowMs() >= this.#staleAtMs) {
      await this.#ask();
    }
  }

  /** A connection failed, perhaps with its relay: asks which ones there are now. Never throws. */
  async renew() {
    if (this.#environment.nowMs() >= this.#takenAtMs + YOUNG_MS) {
      await this.#ask();
    }
  }

  async #ask() {
    this.#askIn(ASK_AGAIN_MS);
    try {
      const response = await this.#environment.fetch(this.#url, { cache: 'no-store', credentials: 'omit' });
      if (response.ok) {
        const body = await response.json();
        this.take(body?.iceServers, body?.ttl);
      }
    } catch {
      // Offline or not JSON: the last good list stays, and the next question comes.
    }
  }

  /** Asks no more. */
  close() {
    this.#closed = true;
    this.#clear();
  }

  /** @param {number} delayMs */
  #askIn(delayMs) {
    this.#clear();
    if (!this.#closed) {
      this.#timer = this.#environment.setTimeout(() => void this.freshen(), delayMs);
    }
  }

  #clear() {
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}

/** How long an answer without a lifetime is used before it is asked for again. */
const DEFAULT_TTL_MS = 10 * 60_000;

/** Credentials are renewed at this part of their life, so that a relay never meets an expired one. */
const RENEW_AT = 0.5;

/**
 * Keeps the RTCConfiguration of a call fresh from GET /v1/ice-servers. The list may be empty (a node without
 * relays), and a failed request leaves the last good list: a call without relays is better than none.
 */
export class IceServers {
  #environment;
  #url;
  /** @type {RTCIceServer[]} */
  #iceServers = [];
  #staleAtMs = -Infinity;

  /**
   * @param {object} options
   * @param {import('./environment.js').Environment} options.environment
   * @param {string} options.origin
   * @param {string} options.token
   */
  constructor({ environment, origin, token }) {
    this.#environment = environment;
    this.#url = `${origin}/v1/ice-servers?token=${encodeURIComponent(token)}`;
  }

  /** @returns {RTCConfiguration} what is known now */
  get configuration() {
    return { iceServers: this.#iceServers, bundlePolicy: 'max-bundle' };
  }

  /** @returns {boolean} whether the list should be asked for again before it is used */
  get stale() {
    return this.#environment.nowMs() >= this.#staleAtMs;
  }

  /** Asks for a fresh list. Never throws. */
  async refresh() {
    try {
      const response = await this.#environment.fetch(this.#url, { cache: 'no-store', credentials: 'omit' });
      if (!response.ok) {
        return;
      }
      const body = await response.json();
      if (Array.isArray(body?.iceServers)) {
        this.#iceServers = body.iceServers;
        const ttlMs = typeof body.ttl === 'number' && body.ttl > 0 ? body.ttl * 1000 : DEFAULT_TTL_MS;
        this.#staleAtMs = this.#environment.nowMs() + ttlMs * RENEW_AT;
      }
    } catch {
      // Offline or not JSON: the last good list stays, and `stale` stays true.
    }
  }
}

import { figuresBetween, lookAt } from './call-figures.js';

/** So long after two are connected, a first look tells how it began, also of a call that is over soon. */
const FIRST_LOOK_MS = 1_000;

/** The server takes no more of them in one report. */
const MAX_PEERS = 16;

/** The words for a path's beginning that the server takes. */
const PROTOCOLS = Object.freeze(['udp', 'tcp', 'tls']);

/**
 * @typedef {import('./peer.js').Peer} Peer
 * @typedef {import('./call-figures.js').Look} Look
 *
 * @typedef {object} Way  what is known of the way to somebody
 * @property {RTCPeerConnection} connection
 * @property {number} knownAtMs
 * @property {number | null} setupMs  until media could flow; null: not yet
 * @property {boolean} connected
 * @property {number} interruptions
 * @property {boolean} noPath
 * @property {Look | null} before
 * @property {Look | null} look
 */

/**
 * Tells the server how the call is: a few numbers each time the server has asked for, and why it ended. No name, no
 * address, nothing of what is said or shown. Only to a server that asks.
 */
export class QualityReports {
  #environment;
  #write;
  #beganAtMs;
  /** @type {number | null} */
  #joinMs = null;
  #everyMs = 0;
  /** @type {number | null} */
  #timer = null;
  /** By connection id, who came first before. @type {Map<string, Way>} */
  #ways = new Map();

  /** Whether to tell. Off: nothing is measured and nothing is said. */
  on;

  /**
   * @param {object} options
   * @param {import('./environment.js').Environment} options.environment
   * @param {boolean} options.on
   * @param {(message: object) => void} options.write  to the server
   */
  constructor({ environment, on, write }) {
    this.#environment = environment;
    this.#write = write;
    this.on = on;
    this.#beganAtMs = environment.nowMs();
  }

  /** The server has let this side in. @param {unknown} everyMs  how often it wants to be told; not a number: not at all */
  greeted(everyMs) {
    this.#joinMs ??= this.#environment.nowMs() - this.#beganAtMs;
    this.#everyMs = typeof everyMs === 'number' && everyMs > 0 ? everyMs : 0;
    if (this.#timer === null) {
      this.#lookIn(this.#everyMs);
    }
  }

  /** Something happened, to a peer's connection perhaps. @param {unknown} detail  of an event of the room */
  notice(detail) {
    const { peer } = /** @type {{ peer?: Peer }} */ (detail);
    if (peer) {
      this.#notice(peer);
    }
  }

  /** @param {Peer} peer */
  #notice(peer) {
    const way = this.#wayTo(peer);
    const connected = peer.state === 'connected';
    if (connected && way.setupMs === null) {
      way.setupMs = this.#environment.nowMs() - way.knownAtMs;
      this.#lookIn(Math.min(FIRST_LOOK_MS, this.#everyMs));
    } else if (way.connected && peer.state === 'reconnecting') {
      way.interruptions += 1;
    }
    way.connected = connected;
    way.noPath = peer.noPath;
  }

  /** The call is over, and the socket still open. @param {string} end  "left", or a code of an error */
  end(end) {
    this.#report(end);
    this.close();
  }

  close() {
    this.#clear();
    this.#everyMs = 0;
  }

  /** @param {Peer} peer */
  #wayTo(peer) {
    const known = this.#ways.get(peer.id);
    if (known) {
      return known;
    }
    const nothing = {
      setupMs: null,
      connected: false,
      interruptions: 0,
      noPath: false,
      before: null,
      look: null,
    };
    /** @type {Way} */
    const way = { connection: peer.connection, knownAtMs: this.#environment.nowMs(), ...nothing };
    this.#ways.set(peer.id, way);
    const [oldest] = this.#ways.keys();
    if (this.#ways.size > MAX_PEERS && oldest !== undefined) {
      this.#ways.delete(oldest);
    }
    return way;
  }

  /** @param {number} delayMs  0: never, as the server does not ask */
  #lookIn(delayMs) {
    this.#clear();
    if (this.#everyMs > 0 && delayMs > 0) {
      this.#timer = this.#environment.setTimeout(() => void this.#tell(), delayMs);
    }
  }

  async #tell() {
    this.#lookIn(this.#everyMs);
    if (this.on) {
      await Promise.all([...this.#ways.values()].map((way) => this.#look(way)));
      this.#report(null);
    }
  }

  /** @param {Way} way */
  async #look(way) {
    if (!way.connected) {
      return;
    }
    const report = await way.connection.getStats();
    way.before = way.look;
    way.look = lookAt(
      /** @type {Iterable<any>} */ (/** @type {any} */ (report).values()),
      this.#environment.nowMs(),
    );
  }

  /** @param {string | null} end */
  #report(end) {
    if (this.on && this.#everyMs > 0) {
      const peers = [...this.#ways].map(([id, way]) => told(id, way));
      this.#write({ type: 'quality', report: { joinMs: rounded(this.#joinMs), peers, end } });
    }
  }

  #clear() {
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}

/**
 * One of a report's peers, as docs/signaling-protocol.md says. What is not known is left out.
 *
 * @param {string} connectionId
 * @param {Way} way
 */
function told(connectionId, { setupMs, interruptions, noPath, connected, before, look }) {
  const failure = noPath && !connected ? 'no-path' : undefined;
  const begun = { connectionId, setupMs: rounded(setupMs), interruptions, failure };
  if (!look) {
    return begun;
  }
  const { inKbps, outKbps } = figuresBetween(before ?? { ...look, atMs: 0, bytesIn: 0, bytesOut: 0 }, look);
  const { packetsIn, packetsLost, freezes, frozenSeconds, width, height } = look;
  const expected = packetsIn + packetsLost;
  return {
    ...begun,
    path: look.path,
    protocol: PROTOCOLS.find((each) => each === look.protocol),
    roundTripMs: rounded(look.roundTripMs, 1),
    lossPercent: expected === 0 ? 0 : rounded((100 * packetsLost) / expected, 2),
    ...(before ? { inKbps: rounded(inKbps), outKbps: rounded(outKbps) } : {}),
    picture: { width, height, freezes, frozenMs: rounded(frozenSeconds * 1_000) },
  };
}

/** @param {number | null} value @param {number} [digits] */
function rounded(value, digits = 0) {
  return value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
}

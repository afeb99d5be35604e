import { DISCONNECTED_BOUND_MS } from './ice-watch.js';

/** TURN's own error codes (RFC 8656). */
const FULL = Object.freeze([486, 508]);
const REFUSED = Object.freeze([401, 403, 438, 441]);

/** What a browser says of a server that it cannot reach (W3C WebRTC, RTCPeerConnectionIceErrorEvent). */
const UNREACHABLE = 701;

/**
 * @typedef {import('./peer.js').Peer} Peer
 *
 * @typedef {object} Followed  what was told of a peer
 * @property {boolean} connected  the last word was "connected"
 * @property {boolean} noPath
 * @property {number | null} timer  until a lost path is told
 */

/**
 * Tells the server what goes wrong, at the moment when it does, so that whoever runs the call can see why one failed:
 * single words of docs/signaling-protocol.md, and of some the peer. No name, no address. Only to a server that takes it.
 */
export class Findings {
  #environment;
  #write;
  #taken = false;
  /** What is told once. Known before the server is there, it waits. @type {Map<string, boolean>} */
  #once = new Map();
  /** By connection id. @type {Map<string, Followed>} */
  #followed = new Map();

  /** Whether to tell. Off: nothing is said. */
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
  }

  /**
   * The server has let this side in.
   *
   * @param {boolean} anew  under a new id, of which nothing was told yet
   * @param {unknown} taken  true: it takes findings
   */
  greeted(anew, taken) {
    this.#taken = taken === true;
    for (const [word, told] of [...this.#once]) {
      if (anew || !told) {
        this.#once.delete(word);
        this.tell(word);
      }
    }
  }

  /** Something that is told once. @param {string} word */
  tell(word) {
    if (!this.#once.get(word)) {
      this.#once.set(word, this.#say(word, undefined));
    }
  }

  /** Something happened, to a peer's connection perhaps. @param {unknown} detail  of an event of the room */
  notice(detail) {
    const { peer } = /** @type {{ peer?: Peer }} */ (detail);
    if (peer && peer.state === 'left') {
      this.#forget(peer);
    } else if (peer) {
      this.#notice(peer);
    }
  }

  close() {
    this.#followed.forEach((followed) => this.#stop(followed));
    this.#followed.clear();
    this.#taken = false;
  }

  /** @param {Peer} peer */
  #notice(peer) {
    const followed = this.#followed.get(peer.id) ?? this.#follow(peer);
    const { state } = peer;
    if (state === 'connected' && !followed.connected) {
      this.#stop(followed);
      Object.assign(followed, { connected: true, noPath: false });
      this.#say('connected', peer.id);
    } else if (state === 'connected') {
      this.#stop(followed);
    } else if (state === 'reconnecting' && followed.connected && followed.timer === null) {
      followed.timer = this.#environment.setTimeout(() => {
        Object.assign(followed, { connected: false, timer: null });
        this.#say('path-lost', peer.id);
      }, DISCONNECTED_BOUND_MS);
    } else if (state === 'connecting' && peer.noPath && !followed.noPath) {
      followed.noPath = true;
      this.#say('no-path', peer.id);
    }
  }

  /** @param {Peer} peer */
  #follow(peer) {
    /** @type {Followed} */
    const followed = { connected: false, noPath: false, timer: null };
    this.#followed.set(peer.id, followed);
    this.#say('connecting', peer.id);
    const pc = peer.connection;
    let candidates = 0;
    let answered = false; // some relay has, if only to refuse
    pc.addEventListener('icecandidate', ({ candidate }) => {
      candidates += candidate?.candidate ? 1 : 0;
      if (candidate?.candidate?.includes(' typ relay')) {
        answered = true;
        this.tell('relay-reached');
      }
    });
    pc.addEventListener('icegatheringstatechange', () => {
      if (pc.iceGatheringState !== 'complete') {
        return;
      }
      // Once there is a way, a browser asks the relays no further.
      const found = ['connected', 'completed'].includes(pc.iceConnectionState);
      if (!answered && !found && hasRelayOverUdp(pc)) {
        this.tell('relay-unreachable-udp'); // not every browser has an error for it
      }
      if (candidates === 0) {
        this.tell('no-candidates');
      }
    });
    pc.addEventListener('icecandidateerror', ({ url, errorCode }) => {
      const word = relayTrouble(url, errorCode);
      if (word !== null) {
        answered ||= errorCode !== UNREACHABLE;
        this.tell(word);
      }
    });
    return followed;
  }

  /** @param {Peer} peer */
  #forget(peer) {
    const followed = this.#followed.get(peer.id);
    if (followed) {
      this.#stop(followed);
      this.#followed.delete(peer.id);
    }
  }

  /** @param {Followed} followed */
  #stop(followed) {
    if (followed.timer !== null) {
      this.#environment.clearTimeout(followed.timer);
      followed.timer = null;
    }
  }

  /**
   * @param {string} finding
   * @param {string | undefined} destination  the peer that it is about
   * @returns {boolean} whether it was said
   */
  #say(finding, destination) {
    if (this.on && this.#taken) {
      this.#write({ type: 'finding', finding, ...(destination === undefined ? {} : { destination }) });
      return true;
    }
    return false;
  }
}

/** @param {RTCPeerConnection} pc */
function hasRelayOverUdp(pc) {
  return (pc.getConfiguration().iceServers ?? [])
    .flatMap(({ urls }) => urls)
    .some((url) => /^turn:/i.test(url) && !/transport=tcp/i.test(url));
}

/**
 * @param {string | null} url  of the server that there was an error with
 * @param {number} errorCode
 * @returns {string | null} null where it is no relay's, or says nothing
 */
function relayTrouble(url, errorCode) {
  if (!/^turns?:/i.test(url ?? '')) {
    return null;
  }
  if (errorCode === UNREACHABLE) {
    const stream = /^turns:|transport=tcp/i.test(url ?? '');
    return stream ? 'relay-unreachable-tcp' : 'relay-unreachable-udp';
  }
  if (FULL.includes(errorCode)) {
    return 'relay-full';
  }
  return REFUSED.includes(errorCode) ? 'relay-credentials-refused' : null;
}

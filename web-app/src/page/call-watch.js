import { figuresBetween, lookAt } from '../client/call-figures.js';
import { ActiveSpeaker } from './active-speaker.js';

const LOOK_EVERY_MS = 1_000;

/** A level is that of one moment: looked at in step with a sound that comes and goes, it would be missed each time. */
const LISTEN_AFTER_MS = { least: 100, most: 200 };

/**
 * @typedef {import('../client/index.js').Peer} Peer
 * @typedef {import('../client/call-figures.js').Look} Look
 *
 * @typedef {object} Sample  of one peer
 * @property {Peer} peer
 * @property {Look} look
 * @property {import('../client/call-figures.js').CallFigures | null} figures  since the last look; null at the first
 *
 * @typedef {object} CallSummary  for the page after the call
 * @property {number} lengthMs  since somebody was first reached; 0: nobody was
 * @property {number} people  different others that were reached
 * @property {import('./status-text.js').Path} path
 * @property {number} frozenSeconds  that pictures stood still, all together
 */

/** Looks at the connections of a call as long as it lasts: figures each second, and who speaks. */
export class CallWatch {
  #room;
  #on;
  #speaker = new ActiveSpeaker();
  /** By connection id. @type {Map<string, Look>} */
  #looks = new Map();
  /** By connection id; also of those who have left. @type {Map<string, Look>} */
  #last = new Map();
  #paths = /** @type {Set<'direct' | 'relayed'>} */ (new Set());
  #firstAtMs = 0;
  #lookTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #listenTimer;

  /**
   * @param {import('../client/index.js').Room} room
   * @param {object} on
   * @param {(samples: readonly Sample[], path: import('./status-text.js').Path) => void} on.sample
   * @param {(peerId: string | null) => void} on.speaker
   */
  constructor(room, on) {
    this.#room = room;
    this.#on = on;
    this.#lookTimer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    this.#listenSoon();
  }

  /** Looks now: something has changed. */
  look() {
    void this.#look();
  }

  close() {
    clearInterval(this.#lookTimer);
    clearTimeout(this.#listenTimer);
  }

  /** @returns {CallSummary} */
  get summary() {
    return {
      lengthMs: this.#firstAtMs === 0 ? 0 : performance.now() - this.#firstAtMs,
      people: this.#last.size,
      path: pathOf([...this.#paths]),
      frozenSeconds: [...this.#last.values()].reduce((sum, { frozenSeconds }) => sum + frozenSeconds, 0),
    };
  }

  async #look() {
    const peers = this.#room.peers.filter(({ state }) => state === 'connected' || state === 'reconnecting');
    const samples = await Promise.all(peers.map((peer) => this.#sample(peer)));
    for (const id of this.#looks.keys()) {
      if (!peers.some((peer) => peer.id === id)) {
        this.#looks.delete(id);
      }
    }
    const paths = samples.flatMap(({ look }) => (look.path ? [look.path] : []));
    paths.forEach((path) => this.#paths.add(path));
    if (samples.length > 0 && this.#firstAtMs === 0) {
      this.#firstAtMs = performance.now();
    }
    this.#on.sample(samples, pathOf(paths));
  }

  /**
   * @param {Peer} peer
   * @returns {Promise<Sample>}
   */
  async #sample(peer) {
    const report = await peer.connection.getStats();
    const before = this.#looks.get(peer.id);
    const look = lookAt(
      /** @type {Iterable<any>} */ (/** @type {any} */ (report).values()),
      performance.now(),
    );
    this.#looks.set(peer.id, look);
    this.#last.set(peer.id, look);
    return { peer, look, figures: before ? figuresBetween(before, look) : null };
  }

  #listen() {
    const levels = new Map(this.#room.peers.map((peer) => [peer.id, levelOf(peer)]));
    this.#on.speaker(this.#speaker.hear(levels, performance.now()));
    this.#listenSoon();
  }

  #listenSoon() {
    const { least, most } = LISTEN_AFTER_MS;
    this.#listenTimer = setTimeout(() => this.#listen(), least + Math.random() * (most - least));
  }
}

/** @param {Peer} peer @returns {number} from 0 to 1 */
function levelOf({ connection, media }) {
  if (media?.microphone === false) {
    return 0;
  }
  const sources = connection.getReceivers().flatMap((receiver) => receiver.getSynchronizationSources());
  return Math.max(0, ...sources.map(({ audioLevel = 0 }) => audioLevel));
}

/** @param {readonly ('direct' | 'relayed')[]} paths @returns {import('./status-text.js').Path} */
function pathOf(paths) {
  const [first] = paths;
  return paths.every((path) => path === first) ? (first ?? null) : 'mixed';
}

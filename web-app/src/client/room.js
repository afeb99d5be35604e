import { Call } from './call.js';
import { OtterError } from './errors.js';

/**
 * @typedef {import('./peer.js').Peer} Peer
 * @typedef {import('./payloads.js').MediaKind} MediaKind
 * @typedef {import('./room-status.js').RoomStatus} RoomStatus
 *
 * @typedef {object} Self  this side, as the server knows it
 * @property {string | null} id  null until it is in the room
 * @property {string | null} identity
 * @property {'host' | 'guest'} role
 * @property {readonly string[] | null} grants  of "audio", "video", "screen", "data"; null: all
 *
 * @typedef {object} RoomEvents  `track`, `data`, `channel` and `peer-joined` wait for their first listener
 * @property {RoomStatus} status
 * @property {{ peer: Peer }} peer-joined
 * @property {{ peer: Peer }} peer-changed  its state, media or profile
 * @property {{ peer: Peer, how: 'left' | 'lost' }} peer-left
 * @property {{ peer: Peer, track: MediaStreamTrack, name: string, kind: MediaKind }} track
 * @property {{ peer: Peer, track: MediaStreamTrack, name: string, kind: MediaKind }} track-ended
 * @property {{ peer: Peer, value: unknown }} data
 * @property {{ peer: Peer, channel: RTCDataChannel }} channel  the peer opened it with openChannel
 * @property {unknown} problem  for the curious; the call goes on
 */

/** A call: this side, everybody else in the room, and what goes between them. Made by `join`. Has no DOM. */
export class Room {
  #call;

  /**
   * @param {{ origin: string, room: string, token: string }} link
   * @param {import('./environment.js').Environment} environment
   * @param {boolean} reports
   */
  constructor(link, environment, reports) {
    this.#call = new Call(link, environment, reports);
  }

  /** @returns {Self} this side, as the server knows it */
  get self() {
    return this.#call.self;
  }

  /** What is the matter, in one word, with the reason. */
  get status() {
    return this.#call.status;
  }

  /** @returns {readonly Peer[]} everybody else, the longest here first */
  get peers() {
    return [...this.#call.roster.peers.values()];
  }

  /** @returns {Record<string, boolean>} what this side has switched on, by name */
  get media() {
    return this.#call.localMedia.state;
  }

  /**
   * @template {keyof RoomEvents} Name
   * @param {Name} name
   * @param {(detail: RoomEvents[Name]) => void} handler
   * @returns {() => void} takes the handler off again
   */
  on(name, handler) {
    return this.#call.listeners.on(name, handler);
  }

  /** @returns {Promise<void>} when this side is in the room. Fails with an OtterError when it is not let in. */
  joined() {
    return new Promise((resolve, reject) => {
      const look = () => {
        const { state, error } = this.#call.status;
        if (state === 'refused' || state === 'left') {
          reject(new OtterError(error ?? 'refused'));
        } else if (state !== 'joining') {
          resolve();
        } else {
          return false;
        }
        return true;
      };
      const off = look() ? null : this.on('status', () => look() && off?.());
    });
  }

  /**
   * Sends a track to everybody, under a name; in place of what was sent under that name. Null keeps the place and sends
   * nothing, so that switching on again needs no negotiation. At any time, also before anybody is there.
   *
   * @param {string} name  "microphone", "camera", "screen", or any other
   * @param {MediaStreamTrack | null} track
   * @param {{ kind?: MediaKind }} [options]  kind: without it, "screen" for names that begin so, else the track's
   * @throws {OtterError} not-granted
   */
  async publish(name, track, { kind } = {}) {
    await this.#call.localMedia.put(name, track, kind);
    this.#call.announce();
  }

  /** Sends nothing more under this name. @param {string} name */
  unpublish(name) {
    this.#call.localMedia.drop(name);
    this.#call.announce();
  }

  /**
   * Silence or black instead of what is sent under a name, at once and without negotiation.
   *
   * @param {string} name
   * @param {boolean} [muted]
   */
  mute(name, muted = true) {
    this.#call.localMedia.mute(name, muted);
    this.#call.announce();
  }

  /** How this side wants to be called; shown as `peer.profile` at the others. @param {string} name */
  introduceAs(name) {
    this.#call.introduceAs({ name });
  }

  /**
   * Sends a JSON value to everybody who is there, in order and reliably.
   *
   * @param {unknown} value
   * @throws {OtterError} as peer.send
   */
  send(value) {
    this.peers.forEach((peer) => peer.send(value));
  }

  /**
   * Whether whoever runs the call is told how good it is: numbers of the connections, every 10 s, what goes wrong when it
   * does, and why it ended.
   *
   * @param {boolean} on
   */
  report(on) {
    this.#call.reports.on = on;
  }

  /**
   * Tells whoever runs the call that a device did not start, so that they see why somebody is not heard or seen.
   *
   * @param {'microphone' | 'camera'} name
   * @param {'refused' | 'failed'} how  refused: its use was not allowed; failed: there is none, or it does not start
   */
  reportDevice(name, how) {
    this.#call.reports.tell(`${name}-${how}`);
  }

  /** Looks after everything that may have broken unnoticed: the network, or the laptop, is back. */
  wake() {
    this.#call.wake();
  }

  /** Leaves the call, for good. Its tracks are the caller's, and go on. */
  leave() {
    this.#call.leave();
  }
}

import { CallReports } from './call-reports.js';
import { IceServers } from './ice-servers.js';
import { Listeners } from './listeners.js';
import { Introductions } from './introductions.js';
import { LocalMedia } from './local-media.js';
import { Mailbox } from './mailbox.js';
import { readPayload } from './payloads.js';
import { statusOf } from './room-status.js';
import { Roster, readWho } from './roster.js';
import { wayIn } from './way-in.js';

/**
 * @typedef {import('./peer.js').Peer} Peer
 * @typedef {import('./room.js').RoomEvents} RoomEvents
 * @typedef {import('./room-status.js').RoomStatus} RoomStatus
 */

/**
 * Behind a Room: joins, takes what the server says to the part it is for, and keeps the status true. Made by Room only.
 */
export class Call {
  /** @type {import('./room.js').Self} */
  self = { id: null, identity: null, role: 'guest', grants: null };

  #environment;
  #link;
  listeners = /** @type {Listeners<RoomEvents>} */ (
    new Listeners(['peer-joined', 'track', 'data', 'channel'])
  );
  #iceServers;
  localMedia;
  #mailbox;
  roster;
  reports;
  #signaling = /** @type {import('./signaling.js').Signaling | null} */ (null);
  #everOpen = false;
  #ended = false;
  /** How the last peer went. @type {'left' | 'lost' | null} */
  #departed = null;
  /** @type {import('./payloads.js').Profile | null} */
  #profile = null;
  /** @type {RoomStatus} */
  status = { state: 'joining', error: null, departed: null };
  #stopWaking;

  /**
   * @param {{ origin: string, room: string, token: string }} link
   * @param {import('./environment.js').Environment} environment
   * @param {boolean} reports  whether the server may be told how the call is
   */
  constructor(link, environment, reports) {
    this.#link = link;
    this.#environment = environment;
    this.#iceServers = new IceServers({
      environment,
      ...link,
      onChange: () => this.roster.peers.forEach((peer) => peer.onIceServers(false)),
    });
    this.localMedia = new LocalMedia(environment.MediaStream);
    const write = (/** @type {object} */ message) => this.#signaling?.write(message);
    this.#mailbox = new Mailbox({
      environment,
      write,
      politeTo: (peerId) => this.roster.peers.get(peerId)?.polite,
      deliver: (peerId, payload, polite) => this.#deliver(peerId, payload, polite),
      onHole: (peerId) => this.roster.peers.get(peerId)?.onHole(),
    });
    const introductions = new Introductions(this.#mailbox, () => this.#words());
    /** @type {import('./peer.js').PeerContext} */
    const context = {
      environment,
      iceServers: this.#iceServers,
      localMedia: this.localMedia,
      send: (peer, payload) => introductions.send(peer, payload),
      mayUseData: () => this.self.grants === null || this.self.grants.includes('data'),
      emit: (name, detail) => this.#emit(name, detail),
    };
    this.roster = new Roster(context, this.#mailbox, (peer) => introductions.meet(peer));
    this.reports = new CallReports({ environment, on: reports, write });
    this.#stopWaking = environment.onWake(() => this.wake());
    void this.#join();
  }

  /** @param {import('./payloads.js').Profile} profile */
  introduceAs(profile) {
    this.#profile = profile;
    this.#mailbox.broadcast({ profile });
  }

  /** Tells everybody what is switched on. */
  announce() {
    this.#mailbox.broadcast({ media: this.localMedia.state });
  }

  wake() {
    this.#signaling?.wake();
    this.roster.peers.forEach((peer) => peer.wake());
  }

  leave() {
    this.#mailbox.broadcast({ bye: true });
    this.#end('left', null);
  }

  async #join() {
    const way = await wayIn({
      environment: this.#environment,
      link: this.#link,
      iceServers: this.#iceServers,
      onMessage: (message) => this.#onMessage(message),
      onState: (state, error) => this.#onSignalingState(state, error),
    });
    if (this.#ended) {
      return; // left while we asked
    }
    if (way.signaling === null) {
      this.#end('refused', way.refusal);
      return;
    }
    this.#signaling = way.signaling;
    this.#signaling.connect();
  }

  /** @param {Record<string, any>} message */
  #onMessage(message) {
    const peer = this.roster.peers.get(message.connectionId);
    switch (message.type) {
      case 'welcome':
      case 'resumed':
        this.self = { id: message.connectionId, ...readWho(message.self) };
        this.localMedia.grants = this.self.grants;
        this.#iceServers.take(message.iceServers, message.iceTtlSeconds);
        this.reports.greeted(message);
        this.roster[message.type === 'welcome' ? 'welcome' : 'resumed'](message.peers);
        break;
      case 'peer-joined':
        this.#departed = null;
        this.roster.joined(message);
        break;
      case 'peer-left':
        this.roster.left(message.connectionId);
        break;
      case 'peer-interrupted':
        peer?.interrupt();
        break;
      case 'peer-resumed':
        this.#mailbox.sendAgain(message.connectionId);
        peer?.resume();
        break;
      case 'ice-servers':
        this.#iceServers.take(message.iceServers, message.ttlSeconds);
        if (message.restart === true) {
          this.roster.peers.forEach((each) => each.onIceServers(true));
        }
        break;
      case 'error':
        this.#emit('problem', new Error(`the server says ${message.code}`));
        break;
      default:
        this.#mailbox.receive(message);
    }
  }

  /**
   * @param {string} peerId
   * @param {unknown} payload
   * @param {boolean | undefined} polite
   */
  #deliver(peerId, payload, polite) {
    const known = readPayload(payload);
    if (known) {
      this.roster.peers.get(peerId)?.receive(known, polite);
    }
  }

  /** @returns {import('./payloads.js').Payload[]} what everybody is told of this side */
  #words() {
    const media = { media: this.localMedia.state };
    return this.#profile ? [media, { profile: this.#profile }] : [media];
  }

  /**
   * @param {import('./signaling.js').SignalingState} state
   * @param {import('./errors.js').ErrorCode | null} error
   */
  #onSignalingState(state, error) {
    this.#everOpen ||= state === 'open';
    if (state === 'closed' && error) {
      this.#end('refused', error);
    }
    this.#update(error);
  }

  /**
   * @template {keyof RoomEvents} Name
   * @param {Name} name
   * @param {RoomEvents[Name]} detail
   */
  #emit(name, detail) {
    if (name === 'peer-left') {
      this.#departed = /** @type {RoomEvents['peer-left']} */ (detail).how;
    }
    this.reports.notice(detail);
    this.listeners.emit(name, detail);
    this.#update(null);
  }

  /**
   * @param {'left' | 'refused'} state
   * @param {import('./errors.js').ErrorCode | null} error
   */
  #end(state, error) {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    this.#stopWaking();
    this.reports.end(error ?? state);
    this.roster.end('left');
    this.#mailbox.close();
    this.#iceServers.close();
    this.#signaling?.close();
    this.#to({ state, error, departed: null });
  }

  /** @param {import('./errors.js').ErrorCode | null} error */
  #update(error) {
    if (!this.#ended && this.#signaling) {
      this.#to(
        statusOf({
          open: this.#signaling.state === 'open',
          everOpen: this.#everOpen,
          peers: [...this.roster.peers.values()],
          departed: this.#departed,
          error: error ?? (this.#signaling.state === 'open' ? null : this.status.error),
        }),
      );
    }
  }

  /** @param {RoomStatus} status */
  #to(status) {
    const before = this.status;
    const { state, error, departed } = status;
    if (before.state !== state || before.error !== error || before.departed !== departed) {
      this.status = Object.freeze(status);
      this.listeners.emit('status', status);
    }
  }
}

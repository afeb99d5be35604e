import { DataChannels } from './data-channels.js';
import { OtterError } from './errors.js';
import { IceWatch } from './ice-watch.js';
import { PerfectNegotiation } from './perfect-negotiation.js';
import { RemoteTracks } from './remote-tracks.js';
import { Senders, offerToReceive } from './senders.js';

/** A newcomer waits so long for the offer of who is there; then it offers by itself. */
export const FIRST_OFFER_BOUND_MS = 5_000;

/**
 * @typedef {'connecting' | 'connected' | 'reconnecting' | 'left'} PeerState
 *
 * @typedef {object} PeerDescription  what the server says of somebody
 * @property {string} connectionId
 * @property {string | null} identity
 * @property {'host' | 'guest'} role
 * @property {readonly string[] | null} grants  of "audio", "video", "screen", "data"; null: all
 * @property {boolean} interrupted
 *
 * @typedef {object} PeerContext  what Room lends to its peers
 * @property {import('./environment.js').Environment} environment
 * @property {import('./ice-servers.js').IceServers} iceServers
 * @property {import('./local-media.js').LocalMedia} localMedia
 * @property {(peer: Peer, payload: import('./payloads.js').Payload) => void} send
 * @property {() => boolean} mayUseData
 * @property {(name: keyof import('./room.js').RoomEvents, detail: any) => void} emit
 */

/** Somebody else in the room, and the connection to them. Made by Room. */
export class Peer {
  /** Its socket broke; it may come back. Media may flow on. */
  interrupted;
  /** No way between the two was found, and none since. */
  noPath = false;
  /** What it has switched on, by name; null: not told. @type {import('./payloads.js').MediaState | null} */
  media = null;
  /** How it wants to be called. @type {import('./payloads.js').Profile | null} */
  profile = null;
  /** Whether it said that it leaves on purpose. */
  saidBye = false;

  #context;
  #negotiation;
  #remoteTracks;
  #senders;
  #data;
  #iceWatch;
  #everConnected = false;
  #left = false;
  /** @type {number | null} */
  #timer = null;

  /**
   * @param {PeerDescription} description
   * @param {boolean} polite  this side gives way when two offers cross; the newcomer of the two is polite
   * @param {PeerContext} context
   */
  constructor({ connectionId, identity, role, grants, interrupted }, polite, context) {
    const { environment, iceServers, localMedia } = context;
    this.id = connectionId;
    this.identity = identity;
    this.role = role;
    this.grants = grants;
    this.interrupted = interrupted;
    this.#context = context;
    const pc = new environment.RTCPeerConnection(iceServers.configuration);
    /** For getStats. */
    this.connection = pc;
    this.#remoteTracks = new RemoteTracks(pc, grants);
    this.#senders = new Senders(pc, (kind) => localMedia.streamOf(kind));
    this.#iceWatch = new IceWatch(pc, environment, iceServers);
    this.#negotiation = new PerfectNegotiation({
      pc,
      polite,
      quiet: polite,
      send: (payload) => this.#speak(payload),
      onTaking: (payload) => this.#remoteTracks.take(payload),
      onError: (error) => context.emit('problem', error),
    });
    this.#data = new DataChannels({
      pc,
      peerMayUse: () => grants === null || grants.includes('data'),
      onMessage: (value) => context.emit('data', { peer: this, value }),
      onChannel: (channel) => context.emit('channel', { peer: this, channel }),
    });
    pc.addEventListener('connectionstatechange', () => this.#onConnectionState());
    pc.addEventListener('signalingstatechange', () => pc.signalingState === 'stable' && this.#tellTracks());
    localMedia.follow(this.#senders);
    if (polite) {
      this.#timer = environment.setTimeout(() => this.#negotiation.speak(), FIRST_OFFER_BOUND_MS);
    } else {
      offerToReceive(pc);
    }
  }

  /** @returns {PeerState} */
  get state() {
    if (this.#left) {
      return 'left';
    }
    if (this.connection.connectionState === 'connected') {
      return 'connected';
    }
    return this.#everConnected ? 'reconnecting' : 'connecting';
  }

  /** @returns {readonly import('./remote-tracks.js').RemoteTrack[]} what it sends, as last agreed */
  get tracks() {
    return this.#remoteTracks.list;
  }

  /** This side's role in perfect negotiation. */
  get polite() {
    return this.#negotiation.polite;
  }

  /**
   * Sends a JSON value to this peer alone, in order and reliably; it waits until the two are connected.
   *
   * @param {unknown} value
   * @throws {OtterError} not-granted, peer-gone, message-too-large, messages-waiting
   */
  send(value) {
    this.#checkData();
    this.#data.send(JSON.stringify(value));
  }

  /**
   * Opens a data channel to this peer, which gets the event `channel`. The browser's own object, with `bufferedAmount`
   * for back-pressure; it takes binary data as ArrayBuffer.
   *
   * @param {string} label  yours to choose; what begins with "otter." is Otter's
   * @param {RTCDataChannelInit} [options]  reliable and in order without
   * @returns {RTCDataChannel}
   * @throws {OtterError} not-granted, peer-gone
   */
  openChannel(label, options = {}) {
    this.#checkData();
    return this.#data.open(label, options);
  }

  /**
   * For Room: a payload came from this peer.
   *
   * @param {import('./payloads.js').Payload} payload
   * @param {boolean | undefined} polite  the peer's role, if it said it
   */
  receive(payload, polite) {
    if ('description' in payload || 'candidate' in payload) {
      if (polite !== undefined && 'description' in payload) {
        this.#negotiation.polite = !polite;
      }
      void this.#negotiation.receive(payload);
    } else if ('media' in payload) {
      this.media = payload.media;
      this.#context.emit('peer-changed', { peer: this });
    } else if ('profile' in payload) {
      this.profile = payload.profile;
      this.#context.emit('peer-changed', { peer: this });
    } else if ('bye' in payload) {
      this.saidBye = true;
    }
  }

  /** For Room: its socket is back, or this side's; what may have been missed is looked after. */
  resume() {
    this.interrupted = false;
    this.#iceWatch.nudge();
    this.#context.emit('peer-changed', { peer: this });
  }

  /** For Room: this side's network or page is back. */
  wake() {
    this.#iceWatch.nudge();
  }

  /** For Room: its socket broke. */
  interrupt() {
    this.interrupted = true;
    this.#context.emit('peer-changed', { peer: this });
  }

  /** For Room: messages were lost for good. */
  onHole() {
    void this.#negotiation.startOver();
  }

  /** For Room: the credentials changed. @param {boolean} restart  look for a new way with them at once */
  onIceServers(restart) {
    this.#iceWatch.configure();
    if (restart) {
      void this.#iceWatch.restart();
    }
  }

  /** Looks for a new way to this peer, though the old one seems to work. */
  restartIce() {
    return this.#iceWatch.restart();
  }

  /** For Room: it is gone, or this side is. */
  close() {
    this.#left = true;
    this.#stopWaiting();
    this.#iceWatch.close();
    this.#negotiation.close();
    this.#context.localMedia.unfollow(this.#senders);
    this.connection.close();
    this.#tellTracks();
  }

  #checkData() {
    if (!this.#context.mayUseData()) {
      throw new OtterError('not-granted', 'data is not among the grants of this token');
    }
    if (this.#left) {
      throw new OtterError('peer-gone');
    }
  }

  /** @param {import('./perfect-negotiation.js').NegotiationPayload} payload */
  #speak(payload) {
    this.#context.send(
      this,
      'description' in payload ? { ...payload, tracks: this.#senders.labels } : payload,
    );
  }

  #onConnectionState() {
    const connected = this.connection.connectionState === 'connected';
    this.#everConnected ||= connected;
    this.noPath = !connected && (this.noPath || this.connection.connectionState === 'failed');
    this.#context.emit('peer-changed', { peer: this });
  }

  #tellTracks() {
    this.#stopWaiting();
    const { came, went } = this.#remoteTracks.refresh();
    went.forEach((remote) => this.#context.emit('track-ended', { peer: this, ...remote }));
    came.forEach((remote) => this.#context.emit('track', { peer: this, ...remote }));
  }

  #stopWaiting() {
    if (this.#timer !== null) {
      this.#context.environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}

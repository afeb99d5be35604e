import { Conversation } from './conversation.js';
import { writeEnvelope } from './envelope.js';
import { IceServers } from './ice-servers.js';
import { Listeners } from './listeners.js';
import { LocalTracks } from './local-tracks.js';
import { checkRoom } from './room-api.js';
import { SignalingChannel } from './signaling-channel.js';

/**
 * @typedef {'idle' | 'joining' | 'waiting' | 'connecting' | 'connected' | 'reconnecting' | 'left' | 'refused'} CallState
 *
 * @typedef {object} CallStatus  all a page needs to tell the truth
 * @property {CallState} state
 * @property {import('./errors.js').ErrorCode | null} error  why refused, or why reconnecting
 * @property {'left' | 'lost' | null} departed  how the last peer went, while waiting
 *
 * @typedef {object} CallEvents
 * @property {CallStatus} status
 * @property {MediaStreamTrack[]} remoteTracks
 * @property {import('./envelope.js').MediaState | null} remoteMedia  null: not known
 * @property {unknown} problem  for the curious; the call goes on
 */

/**
 * A call with (at present) one other peer: asks whether the room is valid, opens the socket, comes back when it is
 * lost, and tells the truth about all of it. Has no DOM; the page listens to its events.
 */
export class Call {
  #environment;
  #origin;
  #room;
  #token;
  #listeners = /** @type {Listeners<CallEvents>} */ (new Listeners());
  #iceServers;
  #localTracks;
  #conversation;
  /** @type {SignalingChannel | null} */
  #channel = null;
  #roomId = '';
  #speakOnOpen = false;
  #everOpen = false;
  /** @type {CallStatus} */
  #status = { state: 'idle', error: null, departed: null };

  /**
   * @param {object} options
   * @param {import('./environment.js').Environment} options.environment
   * @param {string} options.origin  of the node, `https://…`
   * @param {string} options.room  id or unique name, as in the join link
   * @param {string} options.token
   */
  constructor({ environment, origin, room, token }) {
    this.#environment = environment;
    this.#origin = origin;
    this.#room = room;
    this.#token = token;
    this.#iceServers = new IceServers({ environment, origin, token });
    this.#localTracks = new LocalTracks(new environment.MediaStream());
    this.#conversation = new Conversation({
      environment,
      iceServers: this.#iceServers,
      localTracks: this.#localTracks,
      send: (message) => this.#channel?.send(writeEnvelope({ roomId: this.#roomId, ...message })),
      onChange: () => this.#update(),
      onRemoteTracks: (tracks) => this.#listeners.emit('remoteTracks', tracks),
      onRemoteMedia: (media) => this.#listeners.emit('remoteMedia', media),
      onProblem: (problem) => this.#listeners.emit('problem', problem),
    });
  }

  get status() {
    return this.#status;
  }

  /** For getStats; null while nobody else is here. */
  get peerConnection() {
    return this.#conversation.session?.pc ?? null;
  }

  get remoteTracks() {
    return this.#conversation.session?.remoteTracks ?? [];
  }

  /**
   * @template {keyof CallEvents} Name
   * @param {Name} name
   * @param {(detail: CallEvents[Name]) => void} handler
   */
  on(name, handler) {
    return this.#listeners.on(name, handler);
  }

  /** Asks whether this call is valid, without joining it. */
  check() {
    const { fetch } = this.#environment;
    return checkRoom({ fetch, origin: this.#origin, room: this.#room, token: this.#token });
  }

  async join() {
    if (!['idle', 'left', 'refused'].includes(this.#status.state)) {
      return;
    }
    this.#to('joining');
    const [answer] = await Promise.all([this.check(), this.#iceServers.refresh()]);
    if (this.#status.state !== 'joining') {
      return; // left while we asked
    }
    if (answer.refusal !== null) {
      this.#to('refused', answer.refusal);
      return;
    }
    this.#roomId = answer.room.roomId;
    this.#speakOnOpen = answer.room.participantCount !== 0;
    this.#everOpen = false;
    this.#channel = this.#newChannel();
    this.#channel.connect();
  }

  leave() {
    this.#stop();
    this.#to('left');
  }

  /** The network is back: do not wait for the next attempt. */
  retryNow() {
    this.#channel?.retryNow();
  }

  /**
   * Sends a track under a name; null stops sending it and keeps its place, so that no negotiation is needed.
   *
   * @param {string} name  "microphone" or "camera"
   * @param {MediaStreamTrack | null} track
   */
  publish(name, track) {
    return this.#localTracks.put(name, track);
  }

  /**
   * Sends one track more. May be called at any time, also while the other side does the same.
   *
   * @param {MediaStreamTrack} track
   */
  addTrack(track) {
    return this.#localTracks.put(track.id, track);
  }

  /** @param {MediaStreamTrack} track */
  removeTrack(track) {
    this.#localTracks.drop(track.id);
  }

  /** @param {import('./envelope.js').MediaState} media  what is switched on, for the other side to show */
  announceMedia(media) {
    this.#conversation.announceMedia(media);
  }

  #newChannel() {
    const socketOrigin = this.#origin.replace(/^http/, 'ws');
    const query = new URLSearchParams({ roomId: this.#roomId, token: this.#token });
    const channel = new SignalingChannel({
      environment: this.#environment,
      url: () => `${socketOrigin}/ws?${query}`,
      explainRefusal: async () => {
        const { refusal } = await this.check();
        return refusal === 'server-unreachable' ? null : refusal;
      },
    });
    channel.on('state', (change) => this.#channel === channel && this.#onChannelState(change));
    channel.on('message', (text) => this.#channel === channel && this.#conversation.receive(text));
    return channel;
  }

  /** @param {import('./signaling-channel.js').ChannelEvents['state']} change */
  #onChannelState({ state, error }) {
    if (state === 'closed' && error) {
      this.#stop();
      this.#to('refused', error);
      return;
    }
    if (state === 'open') {
      this.#everOpen = true;
      this.#conversation.onOpen(this.#speakOnOpen);
    } else if (this.#conversation.session) {
      this.#speakOnOpen = true; // the peer is most likely still there when we come back
      this.#conversation.onLost();
    }
    this.#update(error);
  }

  #stop() {
    this.#conversation.end();
    const channel = this.#channel;
    this.#channel = null;
    channel?.close();
  }

  /** @param {import('./errors.js').ErrorCode | null} [error] */
  #update(error = null) {
    if (!this.#channel) {
      return;
    }
    const { session, orphaned } = this.#conversation;
    if (this.#channel.state !== 'open') {
      this.#to(this.#everOpen ? 'reconnecting' : 'joining', error);
    } else if (!session) {
      this.#to('waiting');
    } else if (session.connected && !orphaned) {
      this.#to('connected');
    } else {
      this.#to(session.everConnected ? 'reconnecting' : 'connecting', session.noPath ? 'no-path' : null);
    }
  }

  /**
   * @param {CallState} state
   * @param {import('./errors.js').ErrorCode | null} [error]
   */
  #to(state, error = null) {
    const departed = state === 'waiting' ? this.#conversation.departed : null;
    const before = this.#status;
    if (before.state !== state || before.error !== error || before.departed !== departed) {
      this.#status = { state, error, departed };
      this.#listeners.emit('status', this.#status);
    }
  }
}

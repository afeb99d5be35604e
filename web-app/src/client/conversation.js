import { readEnvelope } from './envelope.js';
import { PeerSession } from './peer-session.js';

/**
 * What is said between this side and the one other peer of a room: knows who is there, which role this side has, and
 * keeps the one PeerSession. Called by Call only, which owns the socket; sends through the function it is given.
 *
 * @typedef {import('./envelope.js').Payload} Payload
 * @typedef {import('./envelope.js').MediaState} MediaState
 *
 * @typedef {object} ConversationOptions
 * @property {import('./environment.js').Environment} environment
 * @property {import('./ice-servers.js').IceServers} iceServers
 * @property {import('./local-tracks.js').LocalTracks} localTracks
 * @property {(message: { destination: string | null, polite: boolean, payload: Payload }) => void} send
 * @property {() => void} onChange  who is there, or how well, has changed
 * @property {(tracks: MediaStreamTrack[]) => void} onRemoteTracks
 * @property {(media: MediaState | null) => void} onRemoteMedia
 * @property {(problem: unknown) => void} onProblem
 */
export class Conversation {
  /** @type {PeerSession | null} */
  session = null;

  /** The session outlived its socket: its peer cannot be spoken to, but its media may still flow. */
  orphaned = false;

  /** How the last peer went. @type {'left' | 'lost' | null} */
  departed = null;

  #options;
  #saidBye = false;
  /** What is still under way from this one, who departed, must not bring it back. @type {string | null} */
  #gonePeerId = null;
  /** @type {MediaState} */
  #media = { microphone: false, camera: false };

  /** @param {ConversationOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * A (new) connection is open, which makes this side a newcomer.
   *
   * @param {boolean} speak  whether somebody is likely to be there: says hello, which costs one look-up
   */
  onOpen(speak) {
    this.#gonePeerId = null;
    if (this.session && !this.session.connected) {
      this.#endSession();
    }
    if (speak) {
      this.#options.send({ destination: null, polite: true, payload: { hello: true } });
    }
  }

  /** The socket is gone. Media that flows is left alone until somebody speaks to us again. */
  onLost() {
    this.orphaned = this.session !== null;
  }

  /** @param {string} text  one message of the server */
  receive(text) {
    const incoming = readEnvelope(text);
    if (incoming?.type === 'arrival') {
      this.#onArrival(incoming.peerId);
    } else if (incoming?.type === 'departure') {
      this.#onDeparture();
    } else if (incoming?.type === 'error') {
      this.#onServerError(incoming.code);
    } else if (incoming?.type === 'peer') {
      this.#onPeer(incoming);
    } else {
      this.#options.onProblem(new Error(`a message of unknown form, ${text.length} characters`));
    }
  }

  /** @param {MediaState} media  what this side has switched on; told now and to whoever comes */
  announceMedia(media) {
    this.#media = media;
    this.#sendToPeer({ media });
  }

  /** Says good-bye and forgets the peer. */
  end() {
    this.#sendToPeer({ bye: true });
    this.departed = null;
    this.#endSession();
  }

  /** @param {string} peerId */
  #onArrival(peerId) {
    if (this.session?.peerId === peerId && !this.orphaned) {
      this.session.negotiation.polite = false; // its first word overtook the news of its arrival
      return;
    }
    this.#startSession({ peerId, polite: false, speakFirst: true });
  }

  #onDeparture() {
    this.departed = this.#saidBye ? 'left' : 'lost';
    this.#gonePeerId = this.session?.peerId ?? null;
    this.#endSession();
    this.#options.onChange();
  }

  /**
   * The server could not deliver something. A peer that really went is told of by a departure, so this only ends a
   * session that is dead already; a late error about the last peer must not end the talk with the next one.
   *
   * @param {string} code
   */
  #onServerError(code) {
    this.#options.onProblem(new Error(`the server says ${code}`));
    const dead = ['failed', 'disconnected', 'closed'].includes(this.session?.pc.connectionState ?? '');
    if (code === 'destination-unknown' && dead) {
      this.#onDeparture();
    }
  }

  /** @param {Extract<import('./envelope.js').Incoming, { type: 'peer' }>} message */
  #onPeer({ peerId, polite, payload }) {
    if (this.session?.peerId !== peerId || this.orphaned) {
      // A hello of a newcomer needs no answer: the server tells of its arrival, and the arrival makes us offer.
      const speakFirst = 'hello' in payload && !polite;
      if (peerId === this.#gonePeerId || !('description' in payload || speakFirst)) {
        return;
      }
      this.#startSession({ peerId, polite: !polite, speakFirst });
    }
    if ('description' in payload || 'candidate' in payload) {
      void this.session?.negotiation.receive(payload);
    } else if ('media' in payload) {
      this.#options.onRemoteMedia(payload.media);
    } else if ('bye' in payload) {
      this.#saidBye = true;
    }
  }

  /** @param {{ peerId: string, polite: boolean, speakFirst: boolean }} peer */
  #startSession({ peerId, polite, speakFirst }) {
    this.#endSession();
    const { environment, iceServers, localTracks, onChange, onRemoteTracks, onProblem } = this.#options;
    if (iceServers.stale) {
      void iceServers.refresh();
    }
    const session = new PeerSession({
      environment,
      iceServers,
      localTracks,
      peerId,
      polite,
      speakFirst,
      send: (payload) => this.session === session && this.#sendToPeer(payload),
      onChange: () => this.session === session && this.#onSessionChange(onChange),
      onRemoteTracks: (tracks) => this.session === session && onRemoteTracks(tracks),
      onError: onProblem,
    });
    this.session = session;
    this.departed = null;
    this.#saidBye = false;
    this.#sendToPeer({ media: this.#media });
    onChange();
  }

  /** @param {() => void} onChange */
  #onSessionChange(onChange) {
    if (this.orphaned && !this.session?.connected) {
      this.#endSession();
    }
    onChange();
  }

  #endSession() {
    const session = this.session;
    if (!session) {
      return;
    }
    this.session = null;
    this.orphaned = false;
    session.close();
    this.#options.onRemoteTracks([]);
    this.#options.onRemoteMedia(null);
  }

  /** @param {Payload} payload */
  #sendToPeer(payload) {
    if (this.session && !this.orphaned) {
      const { peerId, negotiation } = this.session;
      this.#options.send({ destination: peerId, polite: negotiation.polite, payload });
    }
  }
}

import { PerfectNegotiation } from './perfect-negotiation.js';

/**
 * One RTCPeerConnection with one remote connection id, from its first message to its end. The next peer gets a new
 * one. Called by Conversation only.
 */
export class PeerSession {
  /** Whether media could flow at least once: tells "connecting" from "reconnecting". */
  everConnected = false;

  /** No way between the two was found, and none since. */
  noPath = false;

  #localTracks;
  #onRemoteTracks;

  /**
   * @param {object} options
   * @param {import('./environment.js').Environment} options.environment
   * @param {import('./ice-servers.js').IceServers} options.iceServers
   * @param {string} options.peerId
   * @param {boolean} options.polite
   * @param {boolean} options.speakFirst  offer even where there is nothing to send
   * @param {import('./local-tracks.js').LocalTracks} options.localTracks
   * @param {(payload: import('./envelope.js').Payload) => void} options.send
   * @param {() => void} options.onChange  the connection's state changed
   * @param {(tracks: MediaStreamTrack[]) => void} options.onRemoteTracks
   * @param {(error: unknown) => void} options.onError
   */
  constructor(options) {
    const { environment, iceServers, peerId, polite, localTracks, onChange } = options;
    this.peerId = peerId;
    this.#localTracks = localTracks;
    this.#onRemoteTracks = options.onRemoteTracks;
    const pc = new environment.RTCPeerConnection(iceServers.configuration);
    this.pc = pc;
    this.negotiation = new PerfectNegotiation({
      pc,
      polite,
      send: options.send,
      onError: options.onError,
      beforeIceRestart: async () => {
        await iceServers.refresh();
        if (pc.signalingState !== 'closed') {
          pc.setConfiguration(iceServers.configuration);
        }
      },
    });
    pc.addEventListener('connectionstatechange', () => {
      this.everConnected ||= this.connected;
      this.noPath = !this.connected && (this.noPath || pc.connectionState === 'failed');
      onChange();
    });
    pc.addEventListener('signalingstatechange', () => this.#tellRemoteTracks());
    localTracks.attachTo(pc);
    if (options.speakFirst) {
      offerToReceive(pc);
    }
  }

  /** @returns {boolean} whether media can flow now */
  get connected() {
    return this.pc.connectionState === 'connected';
  }

  /** @returns {MediaStreamTrack[]} what the other side sends, as last agreed */
  get remoteTracks() {
    return this.pc
      .getTransceivers()
      .filter(({ currentDirection }) => currentDirection === 'sendrecv' || currentDirection === 'recvonly')
      .map(({ receiver }) => receiver.track);
  }

  close() {
    this.negotiation.close();
    this.#localTracks.detachFrom(this.pc);
    this.pc.close();
  }

  #tellRemoteTracks() {
    if (this.pc.signalingState === 'stable') {
      this.#onRemoteTracks(this.remoteTracks);
    }
  }
}

/**
 * Asks for audio and video also where this side has none to send, so that one round of offer and answer brings the
 * other side's media, and two people without any device still get a connection.
 *
 * @param {RTCPeerConnection} pc
 */
function offerToReceive(pc) {
  const kinds = new Set(pc.getTransceivers().map(({ receiver }) => receiver.track.kind));
  for (const kind of ['audio', 'video']) {
    if (!kinds.has(kind)) {
      pc.addTransceiver(kind, { direction: 'recvonly' });
    }
  }
}

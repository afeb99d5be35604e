/** An interruption that lasts this long is not waited out any further. */
export const DISCONNECTED_BOUND_MS = 3_000;

/**
 * Restarts ICE when a way between two is lost: on failure, when it stays interrupted, and when somebody knows better
 * (the server, a socket that came back). Called by Peer.
 */
export class IceWatch {
  #pc;
  #environment;
  #iceServers;
  /** @type {number | null} */
  #timer = null;

  /**
   * @param {RTCPeerConnection} pc
   * @param {import('./environment.js').Environment} environment
   * @param {import('./ice-servers.js').IceServers} iceServers
   */
  constructor(pc, environment, iceServers) {
    this.#pc = pc;
    this.#environment = environment;
    this.#iceServers = iceServers;
    pc.addEventListener('iceconnectionstatechange', () => this.#onState());
  }

  /** The credentials changed. */
  configure() {
    if (this.#pc.signalingState !== 'closed') {
      this.#pc.setConfiguration(this.#iceServers.configuration);
    }
  }

  /** Looks for a new way, if the one there was is lost. */
  nudge() {
    if (['disconnected', 'failed'].includes(this.#pc.iceConnectionState)) {
      void this.restart();
    }
  }

  /** Looks for a new way, with credentials that live. */
  async restart() {
    this.close();
    await this.#iceServers.renew();
    if (this.#pc.signalingState !== 'closed') {
      this.configure();
      this.#pc.restartIce();
    }
  }

  close() {
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
  }

  #onState() {
    this.close();
    const { iceConnectionState } = this.#pc;
    if (iceConnectionState === 'failed') {
      void this.restart();
    } else if (iceConnectionState === 'disconnected') {
      this.#timer = this.#environment.setTimeout(() => void this.restart(), DISCONNECTED_BOUND_MS);
    }
  }
}

/**
 * Perfect negotiation as in the W3C reference (webrtc-pc, "Perfect Negotiation Example"): either side may change its
 * tracks at any moment; when two offers cross, the impolite side ignores the other's and the polite side takes its own
 * back. The flags carry the names of the reference.
 *
 * Incoming messages are deliberately not queued here: the checks run in the task in which a message arrives, and the
 * operations chain of the RTCPeerConnection keeps the order of what follows.
 *
 * @typedef {import('./envelope.js').DescriptionPayload | import('./envelope.js').CandidatePayload} NegotiationPayload
 */
export class PerfectNegotiation {
  /** True from the moment an offer is begun until it is set locally: signalingState does not tell yet. */
  makingOffer = false;

  /** True after the other side's offer was ignored: its candidates are then expected to fail. */
  ignoreOffer = false;

  /** True while an answer is being set: an offer that comes now is no collision, it runs right after. */
  isSettingRemoteAnswerPending = false;

  #pc;
  #send;
  #onError;
  #beforeIceRestart;
  #closed = false;

  /**
   * @param {object} options
   * @param {RTCPeerConnection} options.pc
   * @param {boolean} options.polite
   * @param {(payload: NegotiationPayload) => void} options.send
   * @param {(error: unknown) => void} options.onError  a negotiation step failed that should not have
   * @param {() => Promise<void>} [options.beforeIceRestart]  fetches fresh relays; must not throw
   */
  constructor({ pc, polite, send, onError, beforeIceRestart = async () => {} }) {
    this.#pc = pc;
    this.polite = polite;
    this.#send = send;
    this.#onError = onError;
    this.#beforeIceRestart = beforeIceRestart;
    pc.addEventListener('negotiationneeded', () => void this.#offer());
    pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate && !this.#closed) {
        this.#send({ candidate });
      }
    });
    pc.addEventListener('iceconnectionstatechange', () => {
      if (pc.iceConnectionState === 'failed') {
        void this.#restartIce();
      }
    });
  }

  /**
   * Takes one message of the other side. Never rejects: what goes wrong is handed to `onError`.
   *
   * @param {NegotiationPayload} payload
   */
  async receive(payload) {
    try {
      if ('description' in payload) {
        await this.#takeDescription(payload.description);
      } else if (payload.candidate) {
        await this.#takeCandidate(payload.candidate);
      }
    } catch (error) {
      this.#report(error);
    }
  }

  /** Stops speaking; called before the connection is closed. */
  close() {
    this.#closed = true;
  }

  async #offer() {
    try {
      this.makingOffer = true;
      await this.#pc.setLocalDescription();
      this.#sendLocalDescription();
    } catch (error) {
      this.#report(error);
    } finally {
      this.makingOffer = false;
    }
  }

  /** @param {RTCSessionDescriptionInit} description */
  async #takeDescription(description) {
    const pc = this.#pc;
    const readyForOffer =
      !this.makingOffer && (pc.signalingState === 'stable' || this.isSettingRemoteAnswerPending);
    const offerCollision = description.type === 'offer' && !readyForOffer;
    this.ignoreOffer = !this.polite && offerCollision;
    if (this.ignoreOffer) {
      return;
    }
    this.isSettingRemoteAnswerPending = description.type === 'answer';
    try {
      await pc.setRemoteDescription(description); // rolls our own offer back where the two collide
    } finally {
      this.isSettingRemoteAnswerPending = false;
    }
    if (description.type === 'offer') {
      await pc.setLocalDescription();
      this.#sendLocalDescription();
    }
  }

  /** @param {RTCIceCandidateInit} candidate */
  async #takeCandidate(candidate) {
    try {
      await this.#pc.addIceCandidate(candidate);
    } catch (error) {
      if (!this.ignoreOffer) {
        throw error;
      }
    }
  }

  async #restartIce() {
    await this.#beforeIceRestart();
    if (!this.#closed && this.#pc.iceConnectionState === 'failed') {
      this.#pc.restartIce();
    }
  }

  #sendLocalDescription() {
    const description = this.#pc.localDescription;
    if (description && !this.#closed) {
      this.#send({ description });
    }
  }

  /** @param {unknown} error */
  #report(error) {
    if (!this.#closed) {
      this.#onError(error);
    }
  }
}

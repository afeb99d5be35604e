/**
 * Perfect negotiation as in the W3C reference (webrtc-pc, "Perfect Negotiation Example"): either side may change its
 * tracks at any moment; when two offers cross, the impolite side ignores the other's and the polite side takes its own
 * back. The flags carry the names of the reference.
 *
 * Incoming messages are deliberately not queued here: the checks run in the task in which a message arrives, and the
 * operations chain of the RTCPeerConnection keeps the order of what follows.
 *
 * @typedef {import('./payloads.js').DescriptionPayload | import('./payloads.js').CandidatePayload} NegotiationPayload
 *
 * @typedef {object} NegotiationOptions
 * @property {RTCPeerConnection} pc
 * @property {boolean} polite
 * @property {boolean} quiet  the other side offers first: hold back until its first offer is answered
 * @property {(payload: NegotiationPayload) => void} send
 * @property {(payload: import('./payloads.js').DescriptionPayload) => void} onTaking  a description is about to be set
 * @property {(error: unknown) => void} onError  a negotiation step failed that should not have
 */
export class PerfectNegotiation {
  /** True from the moment an offer is begun until it is set locally: signalingState does not tell yet. */
  makingOffer = false;

  /** True after the other side's offer was ignored: its candidates are then expected to fail. */
  ignoreOffer = false;

  /** True while an answer is being set: an offer that comes now is no collision, it runs right after. */
  isSettingRemoteAnswerPending = false;

  #pc;
  #options;
  #quiet;
  #closed = false;

  /** @param {NegotiationOptions} options */
  constructor(options) {
    const { pc, polite, quiet } = options;
    this.#pc = pc;
    this.#options = options;
    this.#quiet = quiet;
    this.polite = polite;
    pc.addEventListener('negotiationneeded', () => this.#quiet || void this.#offer());
    pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate && !this.#closed) {
        options.send({ candidate });
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
        await this.#takeDescription(payload);
      } else if (payload.candidate) {
        await this.#pc.addIceCandidate(payload.candidate);
      }
    } catch (error) {
      if (!('candidate' in payload && this.ignoreOffer)) {
        this.#report(error);
      }
    }
  }

  /** Offers now, if holding back until here. */
  speak() {
    if (this.#quiet && !this.#closed) {
      this.#quiet = false;
      void this.#offer();
    }
  }

  /** Messages of either side were lost: takes back an offer whose answer may be among them, and finds a new way. */
  async startOver() {
    try {
      if (this.#pc.signalingState === 'have-local-offer') {
        await this.#pc.setLocalDescription({ type: 'rollback' });
      }
      if (!this.#closed) {
        this.#pc.restartIce();
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

  /** @param {import('./payloads.js').DescriptionPayload} payload */
  async #takeDescription(payload) {
    const pc = this.#pc;
    const { description } = payload;
    const readyForOffer =
      !this.makingOffer && (pc.signalingState === 'stable' || this.isSettingRemoteAnswerPending);
    const offerCollision = description.type === 'offer' && !readyForOffer;
    this.ignoreOffer = !this.polite && offerCollision;
    if (this.ignoreOffer) {
      return;
    }
    this.isSettingRemoteAnswerPending = description.type === 'answer';
    this.#options.onTaking(payload);
    try {
      await pc.setRemoteDescription(description); // rolls our own offer back where the two collide
    } finally {
      this.isSettingRemoteAnswerPending = false;
    }
    if (description.type === 'offer') {
      this.#quiet = false;
      await pc.setLocalDescription();
      this.#sendLocalDescription();
    }
  }

  #sendLocalDescription() {
    const description = this.#pc.localDescription;
    if (description && !this.#closed) {
      this.#options.send({ description });
    }
  }

  /** @param {unknown} error */
  #report(error) {
    if (!this.#closed) {
      this.#options.onError(error);
    }
  }
}

/**
 * What one connection sends of the LocalMedia: which sender carries which slot, and the labels that tell the peer. Called
 * by LocalMedia when something changes.
 */
export class Senders {
  #pc;
  #streamOf;
  /** @type {Map<string, { sender: RTCRtpSender, label: import('./payloads.js').TrackLabel }>} */
  #sending = new Map();

  /**
   * @param {RTCPeerConnection} pc
   * @param {(kind: import('./payloads.js').MediaKind) => MediaStream} streamOf
   */
  constructor(pc, streamOf) {
    this.#pc = pc;
    this.#streamOf = streamOf;
  }

  /** @returns {import('./payloads.js').TrackLabels} of what has an m-line */
  get labels() {
    /** @type {import('./payloads.js').TrackLabels} */
    const labels = {};
    for (const { sender, mid } of this.#pc.getTransceivers()) {
      const entry = [...this.#sending.values()].find((sending) => sending.sender === sender);
      if (entry && mid !== null) {
        labels[mid] = entry.label;
      }
    }
    return labels;
  }

  /** @param {import('./local-media.js').Slot} slot */
  async put(slot) {
    if (this.#pc.signalingState === 'closed') {
      return;
    }
    const sending = this.#sending.get(slot.name);
    if (sending) {
      await sending.sender.replaceTrack(slot.track);
    } else if (slot.track) {
      const sender = this.#startSending(slot.track, this.#streamOf(slot.kind));
      this.#sending.set(slot.name, { sender, label: { name: slot.name, kind: slot.kind } });
    }
  }

  /** @param {string} name */
  drop(name) {
    const sending = this.#sending.get(name);
    this.#sending.delete(name);
    if (sending && this.#pc.signalingState !== 'closed') {
      this.#pc.removeTrack(sending.sender);
    }
  }

  /**
   * @param {MediaStreamTrack} track
   * @param {MediaStream} stream
   * @returns {RTCRtpSender}
   */
  #startSending(track, stream) {
    const idle = this.#pc.getTransceivers().find((transceiver) => this.#isIdle(transceiver, track.kind));
    if (!idle) {
      return this.#pc.addTrack(track, stream);
    }
    // addTrack never takes a transceiver that has sent before (webrtc-pc, addTrack step 7), so adding and removing
    // often would grow the SDP by an m-line each time, beyond what the server takes as one message.
    idle.sender.setStreams(stream);
    idle.direction = idle.direction === 'recvonly' ? 'sendrecv' : 'sendonly';
    void idle.sender.replaceTrack(track);
    return idle.sender;
  }

  /**
   * @param {RTCRtpTransceiver} transceiver
   * @param {string} kind
   */
  #isIdle({ sender, receiver, direction }, kind) {
    return (
      receiver.track.kind === kind &&
      sender.track === null &&
      (direction === 'recvonly' || direction === 'inactive') &&
      ![...this.#sending.values()].some((sending) => sending.sender === sender)
    );
  }
}

/**
 * Asks for audio and video also where this side has none to send, so that one round of offer and answer brings the
 * other side's media.
 *
 * @param {RTCPeerConnection} pc
 */
export function offerToReceive(pc) {
  const kinds = new Set(pc.getTransceivers().map(({ receiver }) => receiver.track.kind));
  for (const kind of ['audio', 'video']) {
    if (!kinds.has(kind)) {
      pc.addTransceiver(kind, { direction: 'recvonly' });
    }
  }
}

/**
 * The tracks this side sends, apart from any one RTCPeerConnection, so that they outlive it: the next peer gets a
 * fresh connection and the same tracks. A slot is a name ("microphone", "camera", or a track's own id).
 *
 * @typedef {object} Slot
 * @property {string} kind  "audio" or "video"
 * @property {MediaStreamTrack | null} track  null while switched off; the sender stays and sends nothing
 * @property {RTCRtpSender | null} sender  in the connection of now
 */
export class LocalTracks {
  /** @type {Map<string, Slot>} */
  #slots = new Map();
  /** @type {RTCPeerConnection | null} */
  #pc = null;
  #stream;

  /** @param {MediaStream} stream  the one stream all tracks belong to, so that the other side keeps lips in sync */
  constructor(stream) {
    this.#stream = stream;
  }

  /**
   * Puts a track into a slot, or takes it out with null. Changing the track of a slot needs no negotiation.
   *
   * @param {string} name
   * @param {MediaStreamTrack | null} track
   */
  async put(name, track) {
    const slot = this.#slots.get(name);
    if (slot) {
      slot.track = track;
      if (slot.sender) {
        await slot.sender.replaceTrack(track);
      } else {
        this.#startSending(slot);
      }
    } else if (track) {
      const fresh = { kind: track.kind, track, sender: null };
      this.#slots.set(name, fresh);
      this.#startSending(fresh);
    }
  }

  /**
   * Takes a slot away altogether: the m-line becomes free for another track, which needs a negotiation.
   *
   * @param {string} name
   */
  drop(name) {
    const slot = this.#slots.get(name);
    this.#slots.delete(name);
    if (slot?.sender && this.#pc && this.#pc.signalingState !== 'closed') {
      this.#pc.removeTrack(slot.sender);
    }
  }

  /**
   * Adds what there is to a new connection.
   *
   * @param {RTCPeerConnection} pc
   */
  attachTo(pc) {
    this.#pc = pc;
    for (const slot of this.#slots.values()) {
      slot.sender = null;
      this.#startSending(slot);
    }
  }

  /** @param {RTCPeerConnection} pc */
  detachFrom(pc) {
    if (this.#pc === pc) {
      this.#pc = null;
      for (const slot of this.#slots.values()) {
        slot.sender = null;
      }
    }
  }

  /** @param {Slot} slot */
  #startSending(slot) {
    if (!this.#pc || !slot.track) {
      return;
    }
    const idle = this.#pc.getTransceivers().find((transceiver) => isIdle(transceiver, slot.kind));
    if (!idle) {
      slot.sender = this.#pc.addTrack(slot.track, this.#stream);
      return;
    }
    // addTrack never takes a transceiver that has sent before (webrtc-pc, addTrack step 7), so adding and removing
    // often would grow the SDP by an m-line each time, beyond what the server takes as one message.
    slot.sender = idle.sender;
    idle.sender.setStreams(this.#stream);
    idle.direction = idle.direction === 'recvonly' ? 'sendrecv' : 'sendonly';
    void idle.sender.replaceTrack(slot.track);
  }
}

/**
 * @param {RTCRtpTransceiver} transceiver
 * @param {string} kind
 */
function isIdle({ sender, receiver, direction }, kind) {
  return (
    receiver.track.kind === kind &&
    sender.track === null &&
    (direction === 'recvonly' || direction === 'inactive')
  );
}

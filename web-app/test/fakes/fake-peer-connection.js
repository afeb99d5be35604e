/**
 * The part of RTCPeerConnection that negotiation needs: descriptions, states and rollback as webrtc-pc has them, without
 * any media. An SDP is a name like "offer-3"; a candidate belongs to the description whose name it carries.
 */
export class FakePeerConnection extends EventTarget {
  /** @type {FakePeerConnection[]} */
  static made = [];
  static #nextSdp = 1;

  signalingState = 'stable';
  connectionState = 'new';
  iceConnectionState = 'new';
  /** @type {any} */
  localDescription = null;
  /** @type {any} */
  remoteDescription = null;
  iceRestarts = 0;
  /** @type {any[]} */
  configurations = [];
  /** @type {FakeTransceiver[]} */
  transceivers = [];
  /** @type {FakeDataChannel[]} */
  channels = [];
  /** When set, the next setRemoteDescription waits for it. @type {Promise<void> | null} */
  gate = null;

  /** @param {any} [configuration] */
  constructor(configuration) {
    super();
    this.configurations.push(configuration);
    FakePeerConnection.made.push(this);
  }

  /** @returns {FakePeerConnection} */
  static get last() {
    const last = FakePeerConnection.made.at(-1);
    if (!last) {
      throw new Error('no connection was made');
    }
    return last;
  }

  /** @param {any} [description] */
  async setLocalDescription(description) {
    const answering = this.signalingState === 'have-remote-offer';
    const type = description?.type ?? (answering ? 'answer' : 'offer');
    await Promise.resolve();
    if (type === 'rollback') {
      this.#to('stable');
      return;
    }
    this.localDescription = { type, sdp: `${type}-${FakePeerConnection.#nextSdp++}` };
    this.#to(answering ? 'stable' : 'have-local-offer');
  }

  /** @param {any} description */
  async setRemoteDescription(description) {
    await (this.gate ?? Promise.resolve());
    if (description.type === 'answer' && this.signalingState !== 'have-local-offer') {
      throw new Error(`InvalidStateError: an answer in ${this.signalingState}`);
    }
    this.remoteDescription = description;
    this.#to(description.type === 'answer' ? 'stable' : 'have-remote-offer');
  }

  /** @param {any} candidate */
  async addIceCandidate(candidate) {
    await Promise.resolve();
    if (candidate.of !== this.remoteDescription?.sdp) {
      throw new Error('OperationError: unknown ufrag');
    }
  }

  restartIce() {
    this.iceRestarts += 1;
  }

  getConfiguration() {
    return this.configurations.at(-1) ?? {};
  }

  /** @param {any} configuration */
  setConfiguration(configuration) {
    this.configurations.push(configuration);
  }

  /** @param {any} track */
  addTrack(track) {
    const transceiver = new FakeTransceiver(track.kind, track, 'sendrecv');
    this.transceivers.push(transceiver);
    return transceiver.sender;
  }

  /** @param {any} sender */
  removeTrack(sender) {
    const transceiver = this.transceivers.find((candidate) => candidate.sender === sender);
    if (transceiver) {
      sender.track = null;
      transceiver.direction = 'recvonly';
    }
  }

  /**
   * @param {string} kind
   * @param {{ direction: string }} init
   */
  addTransceiver(kind, { direction }) {
    this.transceivers.push(new FakeTransceiver(kind, null, direction));
  }

  /**
   * @param {string} label
   * @param {any} [options]
   */
  createDataChannel(label, options) {
    const channel = new FakeDataChannel(label, options);
    this.channels.push(channel);
    return channel;
  }

  getTransceivers() {
    return this.transceivers;
  }

  close() {
    this.#to('closed');
  }

  needsNegotiation() {
    this.dispatchEvent(new Event('negotiationneeded'));
  }

  /** @param {any} candidate */
  finds(candidate) {
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
  }

  /** @param {string} state */
  becomes(state) {
    this.connectionState = state;
    this.iceConnectionState = state;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  /** @param {string} state */
  #to(state) {
    this.signalingState = state;
    this.dispatchEvent(new Event('signalingstatechange'));
  }
}

/** A data channel whose other end is the test. */
export class FakeDataChannel extends EventTarget {
  readyState = 'connecting';
  bufferedAmount = 0;
  /** @type {string[]} */
  sent = [];

  /**
   * @param {string} label
   * @param {any} [options]
   */
  constructor(label, options = {}) {
    super();
    Object.assign(this, { label, options });
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(text);
  }

  close() {
    this.readyState = 'closed';
  }

  opens() {
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }

  /** @param {unknown} data */
  hears(data) {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}

export class FakeTransceiver {
  /** @type {string | null} */
  currentDirection = null;
  /** @type {string | null} */
  mid = null;

  /**
   * @param {string} kind
   * @param {any} track
   * @param {string} direction
   */
  constructor(kind, track, direction) {
    this.receiver = { track: { kind } };
    this.direction = direction;
    this.sender = {
      track,
      setStreams() {},
      /** @param {any} next */
      async replaceTrack(next) {
        this.track = next;
      },
    };
  }
}

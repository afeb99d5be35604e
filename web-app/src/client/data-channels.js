import { OtterError } from './errors.js';

/** Every client of this kind has this one, so that it needs no agreement: small messages of the application. */
const MESSAGES = Object.freeze({ label: 'otter.messages', id: 0 });

/** One message, in UTF-16 units: what every browser takes. */
export const MAX_MESSAGE_LENGTH = 65_536;

/** Beyond so much that waits, sending is refused: the way is slower than the sender. */
export const MAX_WAITING_BYTES = 1_048_576;

/**
 * The data side of one connection: the channel for messages, and channels that the application opens by a name.
 *
 * @typedef {object} DataChannelOptions
 * @property {RTCPeerConnection} pc
 * @property {() => boolean} peerMayUse  whether the peer's grants have "data"
 * @property {(value: unknown) => void} onMessage
 * @property {(channel: RTCDataChannel) => void} onChannel  the peer opened one
 */
export class DataChannels {
  #pc;
  #messages;
  /** @type {string[]} */
  #waiting = [];
  #waitingLength = 0;

  /** @param {DataChannelOptions} options */
  constructor({ pc, peerMayUse, onMessage, onChannel }) {
    this.#pc = pc;
    this.#messages = pc.createDataChannel(MESSAGES.label, { negotiated: true, id: MESSAGES.id });
    this.#messages.addEventListener('open', () => this.#flush());
    this.#messages.addEventListener('message', ({ data }) => {
      const value = typeof data === 'string' && peerMayUse() ? parse(data) : undefined;
      if (value !== undefined) {
        onMessage(value);
      }
    });
    pc.addEventListener('datachannel', ({ channel }) => {
      channel.binaryType = 'arraybuffer';
      if (peerMayUse()) {
        onChannel(channel);
      } else {
        channel.close();
      }
    });
  }

  /** @param {string} text  JSON */
  send(text) {
    if (text.length > MAX_MESSAGE_LENGTH) {
      throw new OtterError('message-too-large', `${text.length} characters, at most ${MAX_MESSAGE_LENGTH}`);
    }
    if (this.#waitingLength + this.#messages.bufferedAmount + text.length > MAX_WAITING_BYTES) {
      throw new OtterError('messages-waiting', `more than ${MAX_WAITING_BYTES} bytes`);
    }
    if (this.#messages.readyState === 'connecting') {
      this.#waiting.push(text);
      this.#waitingLength += text.length;
    } else if (this.#messages.readyState === 'open') {
      this.#messages.send(text);
    } else {
      throw new OtterError('peer-gone');
    }
  }

  /**
   * @param {string} label
   * @param {RTCDataChannelInit} options
   * @returns {RTCDataChannel}
   */
  open(label, options) {
    const channel = this.#pc.createDataChannel(label, options);
    channel.binaryType = 'arraybuffer';
    return channel;
  }

  #flush() {
    this.#waiting.splice(0).forEach((text) => this.#messages.send(text));
    this.#waitingLength = 0;
  }
}

/** @param {string} text */
function parse(text) {
  try {
    return /** @type {unknown} */ (JSON.parse(text));
  } catch {
    return undefined; // not of this protocol
  }
}

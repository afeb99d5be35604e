import { backoffMs } from '../client/backoff.js';

/**
 * @typedef {object} NodeFigures
 * @property {string} node
 * @property {string} state
 * @property {string | null} startedAt
 * @property {string[]} verticles
 * @property {number} connections
 * @property {number} messagesPerSecond
 * @property {number} loopDelayMs
 * @property {number} heapBytes
 * @property {number} heapMaxBytes
 * @property {number} cpu  0 to 1
 *
 * @typedef {object} RelayFigures
 * @property {string} id
 * @property {string} node
 * @property {string} driver
 * @property {string} state
 * @property {string | null} reason
 * @property {number} rooms
 * @property {number} allocations
 * @property {number} bitsPerSecond
 *
 * @typedef {object} Person
 * @property {string} connectionId
 * @property {string | null} identity
 * @property {string} node
 * @property {boolean} interrupted
 *
 * @typedef {object} CallFigures
 * @property {string} roomId
 * @property {string | null} name
 * @property {number} places
 * @property {string} createdAt
 * @property {Person[]} participants
 *
 * @typedef {object} Sample
 * @property {number} at  seconds since 1970
 * @property {number} connections
 * @property {number} messagesPerSecond
 * @property {number} relayBitsPerSecond
 * @property {number | null} lossPercent
 * @property {number | null} roundTripMs
 *
 * @typedef {object} News  what has changed; null for what has not
 * @property {NodeFigures[] | null} nodes
 * @property {RelayFigures[] | null} relays
 * @property {CallFigures[] | null} rooms
 * @property {boolean | null} moreRooms
 * @property {Sample[] | null} samples
 */

const SESSION_ENDED = 4401;

/** The socket on which the picture comes. It is opened again when it ends, until it is closed here. */
export class Live {
  /** @type {(news: News) => void} */
  onNews = () => {};
  /** Whether it is connected now. @type {(on: boolean) => void} */
  onChange = () => {};
  /** It ended and may be because nobody is signed in any more. @type {() => void} */
  onDoubt = () => {};

  /** @type {WebSocket | null} */
  #socket = null;
  #timer = 0;
  #attempt = 0;

  open() {
    const url = new URL('/console/live', window.location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      if (this.#socket === socket) {
        this.#attempt = 0;
        this.onChange(true);
        this.onNews(JSON.parse(data));
      }
    });
    socket.addEventListener('close', ({ code }) => {
      if (this.#socket === socket) {
        this.#ended(code);
      }
    });
  }

  close() {
    window.clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** @param {number} code */
  #ended(code) {
    this.#socket = null;
    this.onChange(false);
    const waitMs = code === SESSION_ENDED ? 0 : backoffMs(this.#attempt, Math.random);
    this.#attempt += 1;
    this.#timer = window.setTimeout(() => this.open(), Math.max(250, waitMs));
    this.onDoubt();
  }
}

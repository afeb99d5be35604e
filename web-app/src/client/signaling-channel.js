import { backoffMs } from './backoff.js';
import { closeMeaning } from './close-codes.js';
import { Listeners } from './listeners.js';

/** A connection that lived this long, or carried a message, had really been let into the room. */
export const SETTLED_AFTER_MS = 3_000;

/** How long after a loss "room full" may only mean that the server still counts our own dead connection. */
export const GHOST_GRACE_MS = 60_000;

/** Where the waits begin when the server asked for a pause. */
const SLOW_START_ATTEMPT = 4;

/**
 * What the user can be told about the socket.
 *
 * @typedef {'idle' | 'opening' | 'open' | 'retrying' | 'closed'} ChannelState
 * @typedef {object} ChannelEvents
 * @property {{ state: ChannelState, error: import('./errors.js').ErrorCode | null }} state
 * @property {string} message  one text message; kept until the first listener comes
 */

/**
 * The WebSocket of a call: opens, tells its state, and comes back with growing waits when it is lost. It does not
 * keep messages for later: after a reconnect both ends have new ids, and what was said to the old ones is void.
 */
export class SignalingChannel {
  /** @type {ChannelState} */
  #state = 'idle';
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {number | null} */
  #timer = null;
  #attempt = 0;
  #openedAtMs = 0;
  #heard = false;
  /** When a connection that had been let in was lost; null before there was one. @type {number | null} */
  #lostAtMs = null;
  #listeners = /** @type {Listeners<ChannelEvents>} */ (new Listeners(['message']));
  #environment;
  #url;
  #explainRefusal;

  /**
   * @param {object} options
   * @param {import('./environment.js').Environment} options.environment
   * @param {() => string} options.url  asked before every attempt
   * @param {() => Promise<import('./errors.js').ErrorCode | null>} options.explainRefusal  a browser does not tell
   *   why an upgrade was refused; this asks over HTTP. Null: no reason known, try again.
   */
  constructor({ environment, url, explainRefusal }) {
    this.#environment = environment;
    this.#url = url;
    this.#explainRefusal = explainRefusal;
  }

  get state() {
    return this.#state;
  }

  /**
   * @template {keyof ChannelEvents} Name
   * @param {Name} name
   * @param {(detail: ChannelEvents[Name]) => void} handler
   */
  on(name, handler) {
    return this.#listeners.on(name, handler);
  }

  connect() {
    if (this.#state !== 'idle' && this.#state !== 'closed') {
      return;
    }
    this.#attempt = 0;
    this.#lostAtMs = null;
    this.#open();
  }

  /**
   * @param {string} text
   * @returns {boolean} false when there is no open connection; the message is then gone
   */
  send(text) {
    if (!this.#socket || this.#state !== 'open') {
      return false;
    }
    this.#socket.send(text);
    return true;
  }

  /** Ends the wait for the next attempt at once (the network came back, or the user pressed a button). */
  retryNow() {
    if (this.#state === 'retrying' && this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#open();
    }
  }

  close() {
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
    const socket = this.#socket;
    this.#socket = null;
    this.#to('closed', null);
    socket?.close(1000);
  }

  #open() {
    this.#timer = null;
    this.#heard = false;
    this.#openedAtMs = 0;
    const socket = new this.#environment.WebSocket(this.#url());
    this.#socket = socket;
    let opened = false;
    socket.addEventListener('open', () => {
      if (this.#socket === socket) {
        opened = true;
        this.#openedAtMs = this.#environment.nowMs();
        this.#to('open', null);
      }
    });
    socket.addEventListener('message', ({ data }) => {
      if (this.#socket === socket && typeof data === 'string') {
        this.#heard = true;
        this.#listeners.emit('message', data);
      }
    });
    socket.addEventListener('close', ({ code }) => {
      if (this.#socket === socket) {
        this.#socket = null;
        void this.#onLost(code, opened);
      }
    });
    this.#to('opening', null);
  }

  /**
   * @param {number} closeCode
   * @param {boolean} opened
   */
  async #onLost(closeCode, opened) {
    const { environment, settled } = { environment: this.#environment, settled: this.#settled(opened) };
    if (settled) {
      this.#attempt = 0;
      this.#lostAtMs = environment.nowMs();
    }
    const meaning = closeMeaning(closeCode);
    if (!opened && closeCode === 1006) {
      this.#to('retrying', meaning.error);
      const refusal = await this.#explainRefusal();
      if (this.#state !== 'retrying') {
        return; // closed by the user while we asked
      }
      if (refusal) {
        this.#to('closed', refusal);
        return;
      }
    } else if (meaning.retry === 'never' && !(closeCode === 4409 && this.#mayBeOwnGhost())) {
      this.#to('closed', meaning.error);
      return;
    }
    this.#retryLater(meaning);
  }

  /** @param {import('./close-codes.js').CloseMeaning} meaning */
  #retryLater({ error, retry }) {
    const { setTimeout, random } = this.#environment;
    if (retry === 'slowly') {
      this.#attempt = Math.max(this.#attempt, SLOW_START_ATTEMPT);
    }
    this.#timer = setTimeout(() => this.#open(), backoffMs(this.#attempt, random));
    this.#attempt += 1;
    this.#to('retrying', error);
  }

  /** @param {boolean} opened */
  #settled(opened) {
    return opened && (this.#heard || this.#environment.nowMs() - this.#openedAtMs >= SETTLED_AFTER_MS);
  }

  #mayBeOwnGhost() {
    return this.#lostAtMs !== null && this.#environment.nowMs() - this.#lostAtMs < GHOST_GRACE_MS;
  }

  /**
   * @param {ChannelState} state
   * @param {import('./errors.js').ErrorCode | null} error
   */
  #to(state, error) {
    this.#state = state;
    this.#listeners.emit('state', { state, error });
  }
}

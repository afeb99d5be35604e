import { backoffMs } from './backoff.js';
import { closeMeaning } from './close-codes.js';
import { knownErrorCode } from './errors.js';
import { Hello } from './hello.js';
import { Line } from './line.js';

/** Where the waits begin when the server asked for a pause. */
const SLOW_START_ATTEMPT = 4;

/** How long after a loss "room full" may only mean that the server still keeps the place of this side's dead socket. */
const GHOST_GRACE_MS = 70_000;

const DEFAULT_HEARTBEAT_MS = 5_000;

/**
 * @typedef {'idle' | 'opening' | 'open' | 'retrying' | 'closed'} SignalingState
 *
 * @typedef {object} SignalingOptions
 * @property {import('./environment.js').Environment} environment
 * @property {() => string} url  asked before every attempt
 * @property {() => Promise<import('./errors.js').ErrorCode | null>} explainRefusal  a browser does not tell why an upgrade
 *   was refused; this asks over HTTP. Null: no reason known, try again.
 * @property {(message: Record<string, any>) => void} onMessage  all but what is between this class and the server
 * @property {(state: SignalingState, error: import('./errors.js').ErrorCode | null) => void} onState
 */

/**
 * The way to the server: joins, comes back with `resume` when a socket breaks, and moves to another node while the old
 * socket is open when it is told to go. What is said over it is Room's and Mailbox' business.
 */
export class Signaling {
  /** @type {SignalingState} */
  state = 'idle';

  #options;
  #hello;
  /** The place in the room; null before the first welcome. @type {string | null} */
  #connectionId = null;
  /** The line that was let in. @type {Line | null} */
  #current = null;
  /** The line that wants to be let in. @type {Line | null} */
  #next = null;
  /** @type {number | null} */
  #timer = null;
  #attempt = 0;
  #heartbeatMs = DEFAULT_HEARTBEAT_MS;
  #lostAtMs = -Infinity;

  /** @param {SignalingOptions} options */
  constructor(options) {
    this.#options = options;
    this.#hello = new Hello(options.environment.randomSecret);
  }

  connect() {
    if (this.state === 'idle') {
      this.#to('opening', null);
      this.#open();
    }
  }

  /** @param {object} message  dropped where no line is open */
  write(message) {
    this.#current?.write(message);
  }

  /** The network or the page is back: do not wait, and do not trust what seems to be open. */
  wake() {
    if (this.#timer !== null && this.#current === null) {
      this.#open();
    } else {
      this.#current?.wake(this.#heartbeatMs);
    }
  }

  /** Leaves the room. */
  close() {
    this.#drop();
    this.#to('closed', null);
  }

  #open() {
    this.#setTimer(null);
    const { environment, url } = this.#options;
    const id = this.#connectionId;
    const line = new Line({
      environment,
      url: url(),
      hello: id === null ? this.#hello.join() : this.#hello.resume(id),
      onMessage: (message) => this.#onMessage(line, message),
      onEnd: (end) => this.#onEnd(line, end),
    });
    this.#next = line;
  }

  /**
   * @param {Line} line
   * @param {Record<string, any>} message
   */
  #onMessage(line, message) {
    if (line !== this.#current && line !== this.#next) {
      return;
    }
    if (message.type === 'welcome' || message.type === 'resumed') {
      this.#onGreeting(line, message);
    } else if (message.type === 'go-away') {
      this.#onGoAway(Number(message.withinMs) || 0);
    } else if (message.type !== 'resync' || message.source !== undefined) {
      this.#options.onMessage(message);
    }
  }

  /**
   * @param {Line} line
   * @param {Record<string, any>} greeting
   */
  #onGreeting(line, greeting) {
    const old = this.#current;
    this.#current = line;
    this.#next = null;
    this.#attempt = 0;
    this.#hello.taken();
    this.#connectionId = String(greeting.connectionId);
    this.#heartbeatMs = greeting.heartbeatMs > 0 ? greeting.heartbeatMs : DEFAULT_HEARTBEAT_MS;
    line.greeted(this.#heartbeatMs);
    // The server closes the old one with 4411; a code that says "leave" must not come from here.
    old?.close(3000);
    this.#options.onMessage(greeting);
    this.#to('open', null);
  }

  /** Make before break: the old line stays until the new one is let in. @param {number} withinMs */
  #onGoAway(withinMs) {
    if (!this.#next && this.#timer === null) {
      this.#setTimer(Math.floor(this.#options.environment.random() * withinMs));
    }
  }

  /**
   * @param {Line} line
   * @param {{ closeCode: number, opened: boolean }} end
   */
  #onEnd(line, end) {
    const meaning = closeMeaning(end.closeCode);
    const error = line.lastError ? knownErrorCode(line.lastError) : meaning.error;
    if (line === this.#current) {
      this.#current = null;
      this.#lostAtMs = this.#options.environment.nowMs();
      const movedAway = end.closeCode === 4411 && this.#next !== null;
      if (meaning.retry === 'never' && !movedAway) {
        this.#closeFor(error);
      } else {
        this.#comeBack({ ...meaning, error }, 0);
      }
    } else if (line === this.#next) {
      this.#next = null;
      void this.#onAttemptFailed(end, { ...meaning, error });
    }
  }

  /**
   * @param {{ closeCode: number, opened: boolean }} end
   * @param {import('./close-codes.js').CloseMeaning} meaning
   */
  async #onAttemptFailed({ closeCode, opened }, meaning) {
    const { environment, explainRefusal } = this.#options;
    const waitMs = backoffMs(this.#attempt, environment.random);
    this.#attempt += 1;
    if (meaning.retry === 'anew') {
      this.#connectionId = null;
      this.#hello = new Hello(environment.randomSecret);
    } else if (meaning.retry === 'slowly') {
      this.#attempt = Math.max(this.#attempt, SLOW_START_ATTEMPT);
    } else if (meaning.retry === 'never' && !(closeCode === 4409 && this.#mayBeOwnGhost())) {
      if (!this.#current) {
        this.#closeFor(meaning.error);
      }
      return;
    }
    this.#comeBack(meaning, waitMs);
    if (!opened && !this.#current) {
      const refusal = await explainRefusal();
      if (refusal && this.state !== 'closed' && this.state !== 'open') {
        this.#closeFor(refusal);
      }
    }
  }

  /**
   * @param {import('./close-codes.js').CloseMeaning} meaning
   * @param {number} waitMs
   */
  #comeBack({ error }, waitMs) {
    if (!this.#next && this.#timer === null) {
      this.#setTimer(waitMs);
    }
    if (!this.#current) {
      this.#to('retrying', error);
    }
  }

  /** @param {import('./errors.js').ErrorCode} error */
  #closeFor(error) {
    this.#drop();
    this.#to('closed', error);
  }

  #drop() {
    this.#setTimer(null);
    const lines = [this.#current, this.#next];
    this.#current = null;
    this.#next = null;
    lines.forEach((line) => line?.close(1000));
  }

  #mayBeOwnGhost() {
    return this.#options.environment.nowMs() - this.#lostAtMs < GHOST_GRACE_MS;
  }

  /** @param {number | null} delayMs  until the next attempt; null: none */
  #setTimer(delayMs) {
    const { environment } = this.#options;
    if (this.#timer !== null) {
      environment.clearTimeout(this.#timer);
    }
    this.#timer = delayMs === null ? null : environment.setTimeout(() => this.#open(), delayMs);
  }

  /**
   * @param {SignalingState} state
   * @param {import('./errors.js').ErrorCode | null} error
   */
  #to(state, error) {
    this.state = state;
    this.#options.onState(state, error);
  }
}

/** A socket that is neither open nor greeted within this time goes nowhere. */
export const GREETING_BOUND_MS = 10_000;

/** After a wake-up (the network is back, the laptop too) an answer must come within this time. */
export const WAKE_BOUND_MS = 3_000;

/** `readyState` of a socket that takes messages. */
const OPEN = 1;

/** So many heartbeats without a word mean that the other end is dead. */
const SILENT_BEATS = 3;

/**
 * One WebSocket of otter.v1 from its opening to its end: says hello, reads messages, and notices a dead server by
 * silence, as browsers do not show pings. Called by Signaling, which decides what comes after.
 *
 * @typedef {object} LineOptions
 * @property {import('./environment.js').Environment} environment
 * @property {string} url
 * @property {object} hello  the first message
 * @property {(message: Record<string, any>) => void} onMessage
 * @property {(end: { closeCode: number, opened: boolean }) => void} onEnd  once; not after `close`
 */
export class Line {
  /** The code of the last error that the server told: the reason of a close that follows. @type {string | null} */
  lastError = null;

  #options;
  #socket;
  #opened = false;
  #ended = false;
  /** @type {number | null} */
  #timer = null;
  #heardAtMs = 0;

  /** @param {LineOptions} options */
  constructor(options) {
    this.#options = options;
    const { environment, url, hello } = options;
    const socket = new environment.WebSocket(url, ['otter.v1']);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#opened = true;
      this.write(hello);
    });
    socket.addEventListener('message', ({ data }) => this.#onText(data));
    socket.addEventListener('close', ({ code }) => this.#end(code));
    this.#timer = environment.setTimeout(() => this.abort(), GREETING_BOUND_MS);
  }

  /**
   * What is said while the socket closes is lost, as with one that breaks: who has to know is told again after a resume.
   *
   * @param {object} message
   */
  write(message) {
    if (!this.#ended && this.#socket.readyState === OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  /** The server has let this side in. @param {number} periodMs  of the heartbeat */
  greeted(periodMs) {
    const dueMs = this.#options.environment.nowMs() + periodMs;
    this.#setTimer(() => this.#beat(periodMs, dueMs), periodMs);
  }

  /** Asks at once whether the other end is there. @param {number} periodMs */
  wake(periodMs) {
    const askedAtMs = this.#options.environment.nowMs();
    this.write({ type: 'ping' });
    this.#setTimer(() => {
      if (this.#heardAtMs < askedAtMs) {
        this.abort();
      } else {
        this.greeted(periodMs);
      }
    }, WAKE_BOUND_MS);
  }

  /** Ends it on purpose, without a word to onEnd. @param {number} closeCode */
  close(closeCode) {
    this.#ended = true;
    this.#clear();
    this.#socket.close(closeCode);
  }

  /** Ends it as if it had broken: close() alone would wait for an answer of a dead end. */
  abort() {
    if (!this.#ended) {
      // A code of the private range: 1000 and 1001 would mean leaving the room.
      this.#socket.close(3000);
      this.#end(1006);
    }
  }

  /** @param {unknown} text */
  #onText(text) {
    if (this.#ended || typeof text !== 'string') {
      return;
    }
    this.#heardAtMs = this.#options.environment.nowMs();
    const message = parseObject(text);
    if (message?.type === 'error' && message.destination === undefined) {
      this.lastError = String(message.code);
    }
    if (message && message.type !== 'pong') {
      this.#options.onMessage(message);
    }
  }

  /**
   * @param {number} periodMs
   * @param {number} dueMs  when this beat was planned, to notice frozen timers
   */
  #beat(periodMs, dueMs) {
    const nowMs = this.#options.environment.nowMs();
    const silentMs = nowMs - this.#heardAtMs;
    if (nowMs - dueMs > 2 * periodMs) {
      this.wake(periodMs); // the page was frozen: nobody listened, so the silence says nothing
    } else if (silentMs >= SILENT_BEATS * periodMs) {
      this.abort();
    } else {
      this.write({ type: 'ping' });
      this.greeted(periodMs);
    }
  }

  /** @param {number} closeCode */
  #end(closeCode) {
    if (!this.#ended) {
      this.#ended = true;
      this.#clear();
      this.#options.onEnd({ closeCode, opened: this.#opened });
    }
  }

  /**
   * @param {() => void} action
   * @param {number} delayMs
   */
  #setTimer(action, delayMs) {
    this.#clear();
    this.#timer = this.#options.environment.setTimeout(action, delayMs);
  }

  #clear() {
    if (this.#timer !== null) {
      this.#options.environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}

/**
 * @param {string} text
 * @returns {Record<string, any> | null}
 */
function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

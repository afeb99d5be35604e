/** A clock and timers that move only when told. */
export class FakeClock {
  #nowMs = 0;
  #nextTimer = 1;
  /** @type {Map<number, { atMs: number, callback: () => void }>} */
  #timers = new Map();

  nowMs = () => this.#nowMs;

  /**
   * @param {() => void} callback
   * @param {number} delayMs
   */
  setTimeout = (callback, delayMs) => {
    const timer = this.#nextTimer++;
    this.#timers.set(timer, { atMs: this.#nowMs + delayMs, callback });
    return timer;
  };

  /** @param {number} timer */
  clearTimeout = (timer) => {
    this.#timers.delete(timer);
  };

  /** @returns {number[]} how long each timer still has to wait */
  get waitsMs() {
    return [...this.#timers.values()].map(({ atMs }) => atMs - this.#nowMs);
  }

  /** @param {number} byMs */
  advance(byMs) {
    this.#nowMs += byMs;
    for (const [timer, { atMs, callback }] of this.#timers) {
      if (atMs <= this.#nowMs) {
        this.#timers.delete(timer);
        callback();
      }
    }
  }
}

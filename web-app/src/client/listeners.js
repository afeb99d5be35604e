/** Of one event so many are kept for the first listener; what comes beyond is dropped. */
const MAX_WAITING = 1_000;

/**
 * Typed events without the DOM. Events named in the constructor are kept until their first listener comes
 * ("queue before listener"), so that a message that arrives early is not lost.
 *
 * @template {Record<string, any>} Events  event name → what its handlers are given
 */
export class Listeners {
  /** @type {Map<keyof Events, Set<(detail: any) => void>>} */
  #handlers = new Map();

  /** @type {Map<keyof Events, any[]>} */
  #waiting = new Map();

  /** @param {(keyof Events)[]} [queuedNames] events that wait for their first listener */
  constructor(queuedNames = []) {
    for (const name of queuedNames) {
      this.#waiting.set(name, []);
    }
  }

  /**
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(detail: Events[Name]) => void} handler
   * @returns {() => void} takes the handler off again
   */
  on(name, handler) {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers);
    handlers.add(handler);
    const early = this.#waiting.get(name)?.splice(0) ?? [];
    for (const detail of early) {
      handler(detail);
    }
    return () => {
      handlers.delete(handler);
    };
  }

  /**
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {Events[Name]} detail
   */
  emit(name, detail) {
    const handlers = this.#handlers.get(name);
    if (!handlers || handlers.size === 0) {
      const waiting = this.#waiting.get(name);
      if (waiting && waiting.length < MAX_WAITING) {
        waiting.push(detail);
      }
      return;
    }
    for (const handler of handlers) {
      handler(detail);
    }
  }
}

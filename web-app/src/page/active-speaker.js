/** Sound levels below this are a quiet room. From 0 to 1, as `audioLevel` of getStats. */
const SPEECH_LEVEL = 0.02;

/** So much louder must somebody be to take the turn at once from who has it. */
const LOUDER_BY = 2;

/** So long who has the turn keeps it through a pause. */
const HOLD_MS = 1_500;

/**
 * Who is speaking, out of sound levels: changes neither with each cough nor with each pause. Keeps no clock of its own.
 */
export class ActiveSpeaker {
  /** @type {string | null} */
  current = null;

  #heardAtMs = -Infinity;

  /**
   * @param {ReadonlyMap<string, number>} levels  by participant
   * @param {number} nowMs
   * @returns {string | null} who speaks now; who spoke last, when it is quiet
   */
  hear(levels, nowMs) {
    const [loudest, level] = [...levels].reduce(
      (best, each) => (each[1] > best[1] ? each : best),
      /** @type {[string | null, number]} */ ([null, 0]),
    );
    if (this.current !== null && !levels.has(this.current)) {
      this.current = null;
    }
    const own = this.current === null ? 0 : (levels.get(this.current) ?? 0);
    if (own >= SPEECH_LEVEL) {
      this.#heardAtMs = nowMs;
    }
    const free = this.current === null || nowMs - this.#heardAtMs > HOLD_MS;
    if (loudest !== null && level >= SPEECH_LEVEL && (free || level > own * LOUDER_BY)) {
      this.current = loudest;
      this.#heardAtMs = nowMs;
    }
    return this.current;
  }
}

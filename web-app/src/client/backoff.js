/** The first wait is at most this long. */
export const BACKOFF_BASE_MS = 500;

/** No wait is longer than this. */
export const BACKOFF_CAP_MS = 8_000;

/**
 * Capped exponential back-off with full jitter: anything from nothing to the ceiling of this attempt, so that
 * the clients of a node that died do not all come back in the same instant.
 *
 * @param {number} attempt  0 for the first one
 * @param {() => number} random  at least 0, below 1
 * @returns {number} milliseconds to wait
 */
export function backoffMs(attempt, random) {
  const ceilingMs = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** attempt);
  return Math.floor(random() * ceilingMs);
}

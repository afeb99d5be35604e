/**
 * What each WebSocket close code means to a client: which of the errors in errors.js it is, and whether to come
 * back. The codes are those of docs/signaling-protocol.md.
 *
 * @typedef {'soon' | 'backoff' | 'slowly' | 'anew' | 'never'} Retry
 *   soon: after one short random wait; backoff: growing waits; slowly: growing waits that begin long; anew: the place in
 *   the room is lost, join as somebody new.
 * @typedef {{ error: import('./errors.js').ErrorCode, retry: Retry }} CloseMeaning
 */

/** @type {Readonly<Record<number, CloseMeaning>>} */
export const CLOSE_CODES = Object.freeze({
  1000: { error: 'connection-lost', retry: 'backoff' },
  1001: { error: 'connection-lost', retry: 'backoff' },
  1003: { error: 'message-binary', retry: 'never' },
  1005: { error: 'connection-lost', retry: 'backoff' },
  1006: { error: 'connection-lost', retry: 'backoff' },
  1007: { error: 'message-not-utf8', retry: 'never' },
  1009: { error: 'message-too-large', retry: 'never' },
  1011: { error: 'internal', retry: 'backoff' },
  1012: { error: 'not-ready', retry: 'soon' },
  1013: { error: 'too-many', retry: 'slowly' },
  4400: { error: 'message-invalid', retry: 'never' },
  4401: { error: 'token-invalid', retry: 'never' },
  4403: { error: 'put-out', retry: 'never' },
  4404: { error: 'room-not-found', retry: 'never' },
  4407: { error: 'too-slow', retry: 'backoff' },
  4408: { error: 'too-slow', retry: 'backoff' },
  4409: { error: 'room-full', retry: 'never' },
  4410: { error: 'connection-lost', retry: 'anew' },
  4411: { error: 'resumed-elsewhere', retry: 'never' },
  4412: { error: 'identity-replaced', retry: 'never' },
  4413: { error: 'identity-present', retry: 'never' },
  4429: { error: 'node-full', retry: 'slowly' },
  4503: { error: 'not-ready', retry: 'soon' },
});

/**
 * @param {number} closeCode
 * @returns {CloseMeaning} a code of the application's range (4000–4999) that we do not know is a refusal; any
 *   other unknown code is a lost connection
 */
export function closeMeaning(closeCode) {
  const known = CLOSE_CODES[closeCode];
  if (known) {
    return known;
  }
  const refused = closeCode >= 4000 && closeCode <= 4999;
  return refused ? { error: 'refused', retry: 'never' } : { error: 'connection-lost', retry: 'backoff' };
}

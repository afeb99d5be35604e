/**
 * @typedef {object} RoomStatus  what GET /v1/rooms/{id}?token= answers
 * @property {string} roomId
 * @property {string | null} [uniqueName]
 * @property {'open' | 'occupied' | 'full' | 'closed'} status
 * @property {number} [maxParticipants]
 * @property {number} [participantCount]
 *
 * @typedef {import('./errors.js').ErrorCode} ErrorCode
 * @typedef {{ room: RoomStatus, refusal: null } | { room: null, refusal: ErrorCode }} RoomAnswer
 */

import { knownErrorCode } from './errors.js';

/** Codes by status, for answers that carry no code of their own (from a proxy, say). */
const REFUSAL_BY_STATUS = /** @type {Readonly<Record<number, ErrorCode>>} */ (
  Object.freeze({
    401: 'token-invalid',
    403: 'token-invalid',
    404: 'room-not-found',
    410: 'room-closed',
    429: 'too-many',
  })
);

/**
 * Asks whether a call is valid. Never throws: a network error is the refusal `server-unreachable`.
 *
 * @param {object} question
 * @param {import('./environment.js').Environment['fetch']} question.fetch
 * @param {string} question.origin
 * @param {string} question.room  id or unique name, not percent-encoded
 * @param {string} question.token
 * @returns {Promise<RoomAnswer>}
 */
export async function checkRoom({ fetch, origin, room, token }) {
  const url = `${origin}/v1/rooms/${encodeURIComponent(room)}?token=${encodeURIComponent(token)}`;
  try {
    const response = await fetch(url, { cache: 'no-store', credentials: 'omit' });
    if (response.status >= 500) {
      return { room: null, refusal: 'server-unreachable' };
    }
    const body = await response.json().catch(() => ({}));
    if (!response.ok) {
      const refusal = body?.code ? knownErrorCode(body.code) : REFUSAL_BY_STATUS[response.status];
      return { room: null, refusal: refusal ?? 'refused' };
    }
    if (typeof body?.roomId !== 'string') {
      return { room: null, refusal: 'server-unreachable' };
    }
    return body.status === 'closed' ? { room: null, refusal: 'room-closed' } : { room: body, refusal: null };
  } catch {
    return { room: null, refusal: 'server-unreachable' };
  }
}

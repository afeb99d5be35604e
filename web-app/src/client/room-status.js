/**
 * @typedef {'joining' | 'waiting' | 'connecting' | 'connected' | 'reconnecting' | 'left' | 'refused'} RoomState
 *
 * @typedef {object} RoomStatus  all a page needs to tell the truth
 * @property {RoomState} state
 * @property {import('./errors.js').ErrorCode | null} error  why refused, or why reconnecting
 * @property {'left' | 'lost' | null} departed  how the last peer went, while waiting
 */

/**
 * One word for a room that is not over: the socket first, then the peers.
 *
 * @param {object} facts
 * @param {boolean} facts.open  the socket
 * @param {boolean} facts.everOpen
 * @param {readonly { state: import('./peer.js').PeerState, noPath: boolean }[]} facts.peers
 * @param {'left' | 'lost' | null} facts.departed
 * @param {import('./errors.js').ErrorCode | null} facts.error  of the socket
 * @returns {RoomStatus}
 */
export function statusOf({ open, everOpen, peers, departed, error }) {
  if (!open) {
    return { state: everOpen ? 'reconnecting' : 'joining', error, departed: null };
  }
  if (peers.length === 0) {
    return { state: 'waiting', error: null, departed };
  }
  if (peers.some(({ state }) => state === 'connected')) {
    return { state: 'connected', error: null, departed: null };
  }
  const noPath = peers.some((peer) => peer.noPath);
  const again = peers.some(({ state }) => state === 'reconnecting');
  return {
    state: again ? 'reconnecting' : 'connecting',
    error: noPath ? 'no-path' : null,
    departed: null,
  };
}

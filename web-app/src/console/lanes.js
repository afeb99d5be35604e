/**
 * @typedef {object} CallEvent
 * @property {string} at  ISO 8601
 * @property {string} nodeId
 * @property {string} type
 * @property {string | null} connectionId
 * @property {string | null} peer
 * @property {string | null} code
 * @property {number} times
 *
 * @typedef {object} Mark  one event in a lane
 * @property {number} x  0 to 1 between the first event and the last
 * @property {boolean} evidence
 *
 * @typedef {object} Lane  what happened to one participant, or to the room
 * @property {string | null} connectionId  null for the room
 * @property {number} from  0 to 1, its first event
 * @property {number} to  0 to 1, until when it was there
 * @property {Mark[]} marks
 */

const STAYS = new Set(['room-created', 'participant-joined', 'participant-resumed']);
const LEAVES = new Set(['room-ended', 'participant-left']);

/**
 * Puts the events of a call side by side: the room first, then its participants as they came.
 *
 * @param {readonly CallEvent[]} events  the oldest first
 * @param {readonly number[]} evidence  indexes of those that say why it failed
 * @returns {Lane[]}
 */
export function lanesOf(events, evidence) {
  const times = events.map(({ at }) => Date.parse(at));
  const [begin, end] = [Math.min(...times), Math.max(...times)];
  const length = Math.max(1, end - begin);
  const proofs = new Set(evidence);
  /** @type {Map<string | null, Lane>} */
  const lanes = new Map();
  events.forEach(({ connectionId, type }, at) => {
    const x = /** @type {number} */ (times[at] - begin) / length;
    const lane = lanes.get(connectionId) ?? { connectionId, from: x, to: x, marks: [] };
    // Who came in and did not leave is there until the end.
    lane.to = STAYS.has(type) || (lane.to === 1 && !LEAVES.has(type)) ? 1 : x;
    lane.marks.push({ x, evidence: proofs.has(at) });
    lanes.set(connectionId, lane);
  });
  return [...lanes.values()].sort(
    (one, other) => Number(one.connectionId !== null) - Number(other.connectionId !== null),
  );
}

/** What events are called for people; one that is not known keeps its name. @type {Record<string, string>} */
const WORDS = {
  'room-created': 'the room was made',
  'room-ended': 'the room ended',
  refused: 'was refused',
  'participant-joined': 'came in',
  'participant-resumed': 'came back',
  'participant-interrupted': 'was interrupted',
  'participant-left': 'left',
  'ice-servers': 'got STUN and TURN servers',
  'relay-dead': 'was told that the relay died',
  'relay-draining': 'was told that the relay is being drained',
  'restart-told': 'was told to find the way anew',
  finding: 'found',
};

/** @param {CallEvent} event */
export function wordsOf({ type, code, peer, times }) {
  const what = WORDS[type] ?? type;
  const about = peer ? ` (with ${shortId(peer)})` : '';
  return `${what}${code ? `: ${code}` : ''}${about}${times > 1 ? `, ${times} times` : ''}`;
}

/** @param {string} connectionId */
export function shortId(connectionId) {
  return String(connectionId.split('.').at(-1)).slice(0, 6);
}

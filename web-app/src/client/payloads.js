/**
 * What Otter's clients say to each other, inside the messages of either dialect. Each payload is an object with one of
 * these members:
 *
 *     {"description":{"type":"offer"|"answer"|"rollback","sdp":"…"},"tracks":{"<mid>":{"name":"camera","kind":"video"}}}
 *     {"candidate":{"candidate":"…","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"…"}}
 *     {"media":{"microphone":true,"camera":false}}  what is switched on, by name
 *     {"profile":{"name":"Ada"}}                    how this side wants to be called
 *     {"bye":true}                                  I leave on purpose (a departure follows)
 *     {"hello":true}                                of a client of the plain dialect: it is there
 *
 * `tracks` says what each m-line of the description carries; without it (a client of the plain dialect) sound is the
 * microphone and the picture the camera. Taken as well: a bare `{type, sdp}` and `{"candidate":null}`.
 *
 * @typedef {'audio' | 'video' | 'screen'} MediaKind
 * @typedef {{ name: string, kind: MediaKind }} TrackLabel
 * @typedef {Record<string, TrackLabel>} TrackLabels  by mid
 * @typedef {Record<string, boolean>} MediaState  by name
 * @typedef {{ name: string }} Profile
 * @typedef {{ description: RTCSessionDescriptionInit, tracks?: TrackLabels }} DescriptionPayload
 * @typedef {{ candidate: RTCIceCandidateInit | null }} CandidatePayload
 * @typedef {DescriptionPayload | CandidatePayload | { media: MediaState } | { profile: Profile } | { bye: true }
 *   | { hello: true }} Payload
 */

/** More names than these are not taken from a peer. */
const MAX_NAMES = 32;
const MAX_NAME_LENGTH = 100;

const KINDS = ['audio', 'video', 'screen'];

/**
 * @param {any} payload  as it came from a peer: nothing of it is trusted
 * @returns {Payload | null} null for what this client does not know
 */
export function readPayload(payload) {
  if (!isObject(payload)) {
    return null;
  }
  const description = isObject(payload.description) ? payload.description : payload;
  if (
    typeof description.type === 'string' &&
    (typeof description.sdp === 'string' || description.type === 'rollback')
  ) {
    const read = /** @type {any} */ ({ type: description.type, sdp: description.sdp });
    const tracks = readLabels(payload.tracks);
    return tracks ? { description: read, tracks } : { description: read };
  }
  if (payload.candidate === null || isObject(payload.candidate)) {
    return { candidate: payload.candidate };
  }
  if (isObject(payload.media)) {
    return { media: Object.fromEntries(few(payload.media).map(([name, on]) => [name, on === true])) };
  }
  if (isObject(payload.profile)) {
    return { profile: { name: String(payload.profile.name ?? '').slice(0, MAX_NAME_LENGTH) } };
  }
  if (payload.bye) {
    return { bye: true };
  }
  return payload.hello ? { hello: true } : null;
}

/**
 * @param {any} labels
 * @returns {TrackLabels | null}
 */
function readLabels(labels) {
  if (!isObject(labels)) {
    return null;
  }
  const known = few(labels).filter(([, label]) => isObject(label) && KINDS.includes(label.kind));
  return Object.fromEntries(
    known.map(([mid, { name, kind }]) => [mid, { name: String(name).slice(0, MAX_NAME_LENGTH), kind }]),
  );
}

/** @param {Record<string, any>} object */
function few(object) {
  return Object.entries(object)
    .filter(([name]) => name.length <= MAX_NAME_LENGTH)
    .slice(0, MAX_NAMES);
}

/**
 * @param {any} value
 * @returns {value is Record<string, any>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

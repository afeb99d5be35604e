/**
 * The plain dialect of docs/signaling-protocol.md as this client speaks it. One envelope in both directions:
 *
 *     {"roomId":"rm_…","source":null,"destination":"<connection id>"|null,"polite":true,"payload":{…}}
 *
 * `polite` is the SENDER's role. The server sets `source` and `roomId`. Only the server speaks without payload:
 *
 *     arrival    {"source":"<newcomer>","destination":"<me>","polite":true,"payload":null}
 *     departure  {"source":null,"destination":"<me>"}
 *     error      {"source":null,"destination":"<me>","error":{"code":"…","message":"…"}}
 *
 * Our payloads, each an object with one of these members:
 *
 *     {"description":{"type":"offer"|"answer"|"rollback","sdp":"…"}}
 *     {"candidate":{"candidate":"…","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"…"}}
 *     {"hello":true}                               the newcomer's first word, destination null
 *     {"bye":true}                                 I leave on purpose (a departure follows)
 *     {"media":{"microphone":true,"camera":true}}  what I have switched on
 *
 * Who speaks when: the one who stays hears the arrival, knows the id and offers; it is impolite. The newcomer says
 * hello to nobody in particular (one look-up in the room map), unless the room was empty when it asked, and
 * learns the other's id from what comes back. Taken as well: a bare `{type, sdp}` and `{"candidate":null}`.
 *
 * @typedef {{ description: RTCSessionDescriptionInit }} DescriptionPayload
 * @typedef {{ candidate: RTCIceCandidateInit | null }} CandidatePayload
 * @typedef {{ microphone: boolean, camera: boolean }} MediaState
 * @typedef {DescriptionPayload | CandidatePayload | { hello: true } | { bye: true } | { media: MediaState }} Payload
 *
 * @typedef {{ type: 'arrival', peerId: string }
 *   | { type: 'departure' }
 *   | { type: 'error', code: string }
 *   | { type: 'peer', peerId: string, polite: boolean, payload: Payload }} Incoming
 */

/**
 * @param {string} text  what came over the socket
 * @returns {Incoming | null} null for what this client does not know
 */
export function readEnvelope(text) {
  const envelope = parseObject(text);
  if (!envelope) {
    return null;
  }
  const { source, payload, error, polite } = envelope;
  if (isObject(error)) {
    return { type: 'error', code: String(error.code ?? 'unknown') };
  }
  if (typeof source !== 'string') {
    return source === null || source === undefined ? { type: 'departure' } : null;
  }
  if (payload === null || payload === undefined) {
    return { type: 'arrival', peerId: source };
  }
  const known = readPayload(payload);
  return known && { type: 'peer', peerId: source, polite: polite === true, payload: known };
}

/**
 * @param {object} parts
 * @param {string} parts.roomId
 * @param {string | null} parts.destination
 * @param {boolean} parts.polite
 * @param {Payload} parts.payload
 * @returns {string}
 */
export function writeEnvelope({ roomId, destination, polite, payload }) {
  return JSON.stringify({ roomId, source: null, destination, polite, payload });
}

/**
 * @param {any} payload
 * @returns {Payload | null}
 */
function readPayload(payload) {
  if (!isObject(payload)) {
    return null;
  }
  const description = isObject(payload.description) ? payload.description : payload;
  if (
    typeof description.type === 'string' &&
    (typeof description.sdp === 'string' || description.type === 'rollback')
  ) {
    return { description: /** @type {any} */ ({ type: description.type, sdp: description.sdp }) };
  }
  if (payload.candidate === null || isObject(payload.candidate)) {
    return { candidate: payload.candidate };
  }
  if (payload.hello) {
    return { hello: true };
  }
  if (payload.bye) {
    return { bye: true };
  }
  if (isObject(payload.media)) {
    return {
      media: { microphone: payload.media.microphone === true, camera: payload.media.camera === true },
    };
  }
  return null;
}

/**
 * @param {string} text
 * @returns {Record<string, any> | null}
 */
function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * @param {any} value
 * @returns {value is Record<string, any>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

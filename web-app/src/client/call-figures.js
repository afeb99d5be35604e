/**
 * What getStats says, made into what a person wants to know: two looks at a connection, and what happened between them.
 *
 * @typedef {object} Look  sums of one moment
 * @property {number} atMs
 * @property {number} bytesIn
 * @property {number} bytesOut
 * @property {number} packetsIn
 * @property {number} packetsLost
 * @property {number} framesDecoded
 * @property {number} freezes
 * @property {number} frozenSeconds
 * @property {number | null} roundTripMs
 * @property {number} width  of the largest picture that comes in
 * @property {number} height
 * @property {number} audioLevel  0 to 1
 * @property {'direct' | 'relayed' | null} path  null: not connected yet
 * @property {string | null} protocol  of the path: udp, tcp or tls to the relay, else the candidates' own
 *
 * @typedef {object} CallFigures  what happened between two looks
 * @property {number} inKbps
 * @property {number} outKbps
 * @property {number} lossPercent  of the packets that should have come in
 * @property {number | null} roundTripMs
 * @property {number} framesPerSecond
 * @property {number} width
 * @property {number} height
 */

/** @returns {Look} */
function nothing(/** @type {number} */ atMs) {
  return {
    atMs,
    bytesIn: 0,
    bytesOut: 0,
    packetsIn: 0,
    packetsLost: 0,
    framesDecoded: 0,
    freezes: 0,
    frozenSeconds: 0,
    roundTripMs: null,
    width: 0,
    height: 0,
    audioLevel: 0,
    path: null,
    protocol: null,
  };
}

/**
 * @param {Iterable<any>} entries  the values of an RTCStatsReport
 * @param {number} atMs
 * @returns {Look}
 */
export function lookAt(entries, atMs) {
  const all = [...entries];
  const byId = new Map(all.map((entry) => [entry.id, entry]));
  const look = nothing(atMs);
  for (const entry of all) {
    if (entry.type === 'inbound-rtp') {
      addInbound(look, entry);
    } else if (entry.type === 'transport') {
      look.bytesIn += entry.bytesReceived ?? 0;
      look.bytesOut += entry.bytesSent ?? 0;
      addPath(look, byId.get(entry.selectedCandidatePairId), byId);
    }
  }
  return look;
}

/**
 * @param {Look} before
 * @param {Look} now
 * @returns {CallFigures}
 */
export function figuresBetween(before, now) {
  const seconds = Math.max(0.001, (now.atMs - before.atMs) / 1_000);
  const came = since(before.packetsIn, now.packetsIn);
  const lost = since(before.packetsLost, now.packetsLost);
  return {
    inKbps: (since(before.bytesIn, now.bytesIn) * 8) / 1_000 / seconds,
    outKbps: (since(before.bytesOut, now.bytesOut) * 8) / 1_000 / seconds,
    lossPercent: came + lost === 0 ? 0 : (100 * lost) / (came + lost),
    roundTripMs: now.roundTripMs,
    framesPerSecond: since(before.framesDecoded, now.framesDecoded) / seconds,
    width: now.width,
    height: now.height,
  };
}

/** A sum begins anew with each connection, and lost packets may be found again. @param {number} before @param {number} now */
function since(before, now) {
  return now < before ? 0 : now - before;
}

/**
 * @param {Look} look
 * @param {any} entry
 */
function addInbound(look, entry) {
  look.packetsIn += entry.packetsReceived ?? 0;
  look.packetsLost += Math.max(0, entry.packetsLost ?? 0);
  look.framesDecoded += entry.framesDecoded ?? 0;
  look.freezes += entry.freezeCount ?? 0;
  look.frozenSeconds += entry.totalFreezesDuration ?? 0;
  look.audioLevel = Math.max(look.audioLevel, entry.audioLevel ?? 0);
  const { frameWidth = 0, frameHeight = 0 } = entry;
  if (frameWidth * frameHeight > look.width * look.height) {
    look.width = frameWidth;
    look.height = frameHeight;
  }
}

/**
 * @param {Look} look
 * @param {any} pair  the chosen candidate pair; undefined before there is one
 * @param {Map<string, any>} byId
 */
function addPath(look, pair, byId) {
  const local = byId.get(pair?.localCandidateId);
  const remote = byId.get(pair?.remoteCandidateId);
  if (!local || !remote) {
    return;
  }
  const seconds = pair.currentRoundTripTime;
  look.roundTripMs = typeof seconds === 'number' ? seconds * 1_000 : look.roundTripMs;
  look.path = [local, remote].some(({ candidateType }) => candidateType === 'relay') ? 'relayed' : 'direct';
  look.protocol = local.relayProtocol ?? local.protocol ?? null;
}

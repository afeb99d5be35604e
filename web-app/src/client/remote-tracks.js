/**
 * @typedef {object} RemoteTrack  one thing that a peer sends
 * @property {MediaStreamTrack} track
 * @property {string} name  as the peer calls it: "microphone", "camera", "screen"…
 * @property {import('./payloads.js').MediaKind} kind
 */

/**
 * Which of a connection's incoming tracks there are, what they are called, and which may be shown: a track of a kind
 * that its sender is not granted is left out.
 */
export class RemoteTracks {
  /** @type {readonly RemoteTrack[]} */
  list = [];

  #pc;
  #grants;
  /** What the peer said of its last description. @type {import('./payloads.js').TrackLabels} */
  #labels = {};

  /**
   * @param {RTCPeerConnection} pc
   * @param {readonly string[] | null} grants  of the peer; null: all
   */
  constructor(pc, grants) {
    this.#pc = pc;
    this.#grants = grants;
  }

  /** @param {import('./payloads.js').DescriptionPayload} payload */
  take({ tracks }) {
    this.#labels = tracks ?? {};
  }

  /** @returns {{ came: RemoteTrack[], went: RemoteTrack[] }} what is different since the last look */
  refresh() {
    const before = this.list;
    this.list =
      this.#pc.signalingState === 'closed'
        ? []
        : this.#pc
            .getTransceivers()
            .filter(({ currentDirection }) => /^(sendrecv|recvonly)$/.test(currentDirection ?? ''))
            .map(({ mid, receiver }) => this.#labelled(mid ?? '', receiver.track))
            .filter(({ kind }) => this.#grants === null || this.#grants.includes(kind));
    return {
      came: this.list.filter((now) => !before.some((old) => isSame(old, now))),
      went: before.filter((old) => !this.list.some((now) => isSame(old, now))),
    };
  }

  /**
   * @param {string} mid
   * @param {MediaStreamTrack} track
   * @returns {RemoteTrack}
   */
  #labelled(mid, track) {
    const label = this.#labels[mid];
    const fits = label && (label.kind === 'screen' || label.kind === track.kind);
    if (fits) {
      return { track, ...label };
    }
    return track.kind === 'audio'
      ? { track, name: 'microphone', kind: 'audio' }
      : { track, name: 'camera', kind: 'video' };
  }
}

/**
 * @param {RemoteTrack} one
 * @param {RemoteTrack} other
 */
function isSame(one, other) {
  return one.track === other.track && one.name === other.name && one.kind === other.kind;
}

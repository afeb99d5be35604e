/**
 * Who is in the call, as tiles of the stage: what is known of each peer, made into what is shown.
 *
 * @typedef {import('../client/index.js').Peer} Peer
 * @typedef {import('./language/language.js').Language} Language
 * @typedef {import('./media-devices.js').Device} Device
 */

/**
 * How somebody is called: as they want, else as their token says.
 *
 * @param {Pick<Peer, 'profile' | 'identity'>} peer
 * @param {Language} language
 */
export function nameOf(peer, language) {
  return peer.profile?.name.trim() || peer.identity || language.say('tile.guest');
}

/**
 * @param {readonly Peer[]} peers
 * @param {Record<'camera' | 'microphone', Device>} own
 * @param {Language} language
 * @returns {import('./stage-view.js').TileWanted[]}
 */
export function tilesOf(peers, own, language) {
  const self = {
    key: 'self',
    kind: /** @type {const} */ ('self'),
    peerId: '',
    content: {
      name: language.say('tile.you'),
      tracks: own.camera.track ? [own.camera.track] : [],
      pictured: own.camera.track !== null,
      muted: own.microphone.on ? '' : language.say('tile.muted'),
      note: '',
      emptyText: language.say('tile.camera.off'),
    },
  };
  return [...peers.flatMap((peer) => tilesOfPeer(peer, language)), self];
}

/**
 * @param {Peer} peer
 * @param {Language} language
 * @returns {import('./stage-view.js').TileWanted[]}
 */
function tilesOfPeer(peer, language) {
  const name = nameOf(peer, language);
  const note = noteOf(peer, language);
  const own = peer.tracks.filter(({ kind }) => kind !== 'screen');
  const camera = own.find(({ kind }) => kind === 'video');
  const reached = peer.state === 'connected' || peer.state === 'reconnecting';
  const pictured = reached && camera !== undefined && peer.media?.[camera.name] !== false;
  const silent = !own.some(({ kind, name: label }) => kind === 'audio' && peer.media?.[label] !== false);
  const person = {
    key: peer.id,
    kind: /** @type {const} */ ('person'),
    peerId: peer.id,
    content: {
      name,
      tracks: own.map(({ track }) => track),
      pictured,
      muted: reached && silent ? language.say('tile.muted') : '',
      note,
      emptyText: reached ? language.say('tile.camera.off') : '',
    },
  };
  const screens = peer.tracks.filter(({ kind }) => kind === 'screen');
  const shown = screens.find(
    ({ track, name: label }) => track.kind === 'video' && peer.media?.[label] !== false,
  );
  if (!shown) {
    return [person];
  }
  const content = {
    name: language.say('tile.screen', { name }),
    tracks: screens.map(({ track }) => track),
    pictured: true,
    muted: '',
    note,
    emptyText: '',
  };
  return [{ key: `${peer.id}/screen`, kind: 'screen', peerId: peer.id, content }, person];
}

/**
 * @param {Peer} peer
 * @param {Language} language
 * @returns {string} what is the matter with the way to somebody; empty: nothing
 */
function noteOf(peer, language) {
  if (peer.noPath) {
    return language.say('tile.no-path');
  }
  if (peer.state === 'connecting') {
    return language.say('tile.connecting');
  }
  return peer.state === 'reconnecting' || peer.interrupted ? language.say('tile.interrupted') : '';
}

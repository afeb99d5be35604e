/**
 * An element of the page by its id; a missing one is a mistake in the html and is told at once.
 *
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new TypeError(`the page has no ${kind.name} with the id ${id}`);
  }
  return found;
}

/**
 * Makes a video show exactly these tracks, without touching it when nothing changed (which would flicker).
 *
 * @param {HTMLVideoElement} video
 * @param {readonly MediaStreamTrack[]} tracks
 * @returns {boolean} whether anything changed
 */
export function showTracks(video, tracks) {
  if (!(video.srcObject instanceof MediaStream)) {
    video.srcObject = new MediaStream();
  }
  const stream = video.srcObject;
  const gone = stream.getTracks().filter((shown) => !tracks.includes(shown));
  const come = tracks.filter((wanted) => !stream.getTracks().includes(wanted));
  gone.forEach((track) => stream.removeTrack(track));
  come.forEach((track) => stream.addTrack(track));
  return gone.length + come.length > 0;
}

/**
 * A place for small things. Strict browsers close it to pages in a frame of another site: then all is forgotten.
 *
 * @param {'localStorage' | 'sessionStorage'} name
 * @returns {Pick<Storage, 'getItem' | 'setItem'>}
 */
export function storage(name) {
  try {
    return window[name];
  } catch {
    return { getItem: () => null, setItem: () => {} };
  }
}

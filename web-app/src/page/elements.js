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
 * @param {MediaStreamTrack[]} tracks
 */
export function showTracks(video, tracks) {
  if (!(video.srcObject instanceof MediaStream)) {
    video.srcObject = new MediaStream();
  }
  const stream = video.srcObject;
  for (const track of stream.getTracks().filter((shown) => !tracks.includes(shown))) {
    stream.removeTrack(track);
  }
  for (const track of tracks.filter((wanted) => !stream.getTracks().includes(wanted))) {
    stream.addTrack(track);
  }
}

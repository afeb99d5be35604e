/**
 * Runs in the page: what a restless person does in a call, one thing at a time, drawn by a seeded die. Everything goes
 * through `window.otter.room`; pictures come from canvases, as several cameras would be too much for two cores.
 */
export function prepareRestless() {
  const page = /** @type {any} */ (window);
  /** A source of small moving pictures. */
  page.newPicture = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    let hue = 0;
    const timer = setInterval(() => {
      pen.fillStyle = `hsl(${(hue += 20)} 80% 50%)`;
      pen.fillRect(0, 0, 160, 120);
    }, 100);
    const [track] = canvas.captureStream(10).getVideoTracks();
    track.addEventListener('otter-done', () => clearInterval(timer));
    return track;
  };
  page.pictures = {};
  const put = async (/** @type {string} */ name, /** @type {boolean} */ on) => {
    const old = page.pictures[name];
    page.pictures[name] = on ? page.newPicture() : null;
    if (on) {
      await page.otter.room.publish(name, page.pictures[name]);
    } else {
      page.otter.room.unpublish(name);
    }
    old?.stop();
    old?.dispatchEvent(new Event('otter-done'));
  };
  const mute = (/** @type {string} */ name) => {
    page.otter.room.mute(name, page.otter.room.media[name] === true);
  };
  /** @type {Record<string, () => unknown>} */
  page.actions = {
    addOrRemove: () => put('extra', !page.pictures.extra),
    replace: () => put('extra', true),
    screen: () => put('screen', !page.pictures.screen),
    muteMicrophone: () => mute('microphone'),
    muteCamera: () => mute('camera'),
    restartIce: () => page.otter.room.peers[0]?.restartIce(),
  };
  page.act = async (/** @type {{ name: string, atMs: number }} */ { name, atMs }) => {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - Date.now())));
    await page.actions[name]();
  };
  page.settleDown = async () => {
    await put('extra', true);
    await put('screen', true);
    page.otter.room.mute('microphone', false);
    page.otter.room.mute('camera', false);
  };
  page.crossings = 0;
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setRemoteDescription = function (description) {
    page.crossings += description.type === 'offer' && this.signalingState === 'have-local-offer' ? 1 : 0;
    return /** @type {any} */ (setRemoteDescription).call(this, description);
  };
}

/** What can be drawn; adding and removing more often than the rest. */
export const ACTIONS = Object.freeze([
  'addOrRemove',
  'addOrRemove',
  'replace',
  'screen',
  'muteMicrophone',
  'muteCamera',
  'restartIce',
]);

/**
 * A die whose rolls a seed repeats (mulberry32).
 *
 * @param {number} seed
 */
export function newDie(seed) {
  let state = seed >>> 0;
  return (/** @type {number} */ sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

/**
 * Runs in the page: every video track that is received now has decoded more frames than at the first look. Not than at the
 * last one: where each decodes a few in a second, all three hardly ever do so between the same two looks.
 *
 * @param {number} wanted  so many videos
 */
export async function picturesMove(wanted) {
  const page = /** @type {any} */ (window);
  page.firstFrames ??= new Map();
  let moving = 0;
  for (const { receiver, currentDirection } of page.otter.room.peers[0].connection.getTransceivers()) {
    if (receiver.track.kind === 'video' && /^(sendrecv|recvonly)$/.test(currentDirection ?? '')) {
      for (const entry of (await receiver.getStats()).values()) {
        if (entry.type === 'inbound-rtp') {
          const frames = entry.framesDecoded ?? 0;
          const first = page.firstFrames.get(receiver) ?? Infinity;
          moving += frames > first ? 1 : 0;
          page.firstFrames.set(receiver, Math.min(first, frames));
        }
      }
    }
  }
  return moving === wanted;
}

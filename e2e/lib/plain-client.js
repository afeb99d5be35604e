/**
 * Runs in the page: a client as the first Otter had them, of the plain dialect (source, destination, polite), where
 * `polite` is the sender's role. It knows nothing of numbers, labels, other messages or resuming.
 *
 * @param {{ roomId: string, token: string }} link
 */
export async function joinPlainly({ roomId, token }) {
  const page = /** @type {any} */ (window);
  const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  setInterval(() => pen.fillRect(Math.random() * 160, Math.random() * 120, 9, 9), 100);
  const media = await navigator.mediaDevices.getUserMedia({ audio: true });
  canvas
    .captureStream(10)
    .getVideoTracks()
    .forEach((track) => media.addTrack(track));
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws?roomId=${roomId}&token=${token}`);
  /** @type {string | null} */
  let peer = null;
  let polite = true;
  let makingOffer = false;
  let ignoreOffer = false;
  /** @type {RTCPeerConnection} */
  let pc;
  const send = (/** @type {object} */ payload) =>
    socket.send(JSON.stringify({ roomId, source: null, destination: peer, polite, payload }));
  const offer = async () => {
    makingOffer = true;
    await pc.setLocalDescription();
    makingOffer = false;
    send({ description: pc.localDescription });
  };
  const begin = () => {
    pc = new RTCPeerConnection();
    page.plain = pc;
    pc.onicecandidate = ({ candidate }) => candidate && send({ candidate });
    pc.onnegotiationneeded = offer;
    media.getTracks().forEach((track) => pc.addTrack(track, media));
  };
  const take = async (/** @type {any} */ { description, candidate }) => {
    if (description) {
      const collision = description.type === 'offer' && (makingOffer || pc.signalingState !== 'stable');
      ignoreOffer = !polite && collision;
      if (ignoreOffer) {
        return;
      }
      await pc.setRemoteDescription(description);
      if (description.type === 'offer') {
        await pc.setLocalDescription();
        send({ description: pc.localDescription });
      }
    } else if (candidate) {
      await pc.addIceCandidate(candidate).catch((error) => {
        if (!ignoreOffer) {
          throw error;
        }
      });
    }
  };
  socket.onopen = () => send({ hello: true });
  socket.onmessage = ({ data }) => {
    const { source, polite: theirs, payload, error } = JSON.parse(data);
    if (!source) {
      page.plainGone = error ?? true;
      return;
    }
    peer = source;
    // In an arrival `polite` is the newcomer's, in a message its sender's: mine is the other one either way.
    polite = !theirs;
    if (!pc) {
      begin();
    }
    if (payload) {
      void take(payload);
    }
  };
}

/** Runs in the page. @returns {Promise<number>} frames that the plain client has decoded */
export async function framesDecodedPlainly() {
  let frames = 0;
  for (const entry of (await /** @type {any} */ (window).plain?.getStats())?.values() ?? []) {
    frames += entry.type === 'inbound-rtp' && entry.kind === 'video' ? (entry.framesDecoded ?? 0) : 0;
  }
  return frames;
}

import { element, showTracks } from './elements.js';
import { statusText } from './status-text.js';

/** A picture whose shape differs from its tile's by less than this factor fills the tile. */
const NEARLY_SAME_SHAPE = 1.2;

/** The call itself: the other person large, oneself small, and words where there is no picture. */
export class StageView {
  #section = element('stage', HTMLElement);
  #remote = element('remote', HTMLElement);
  #video = element('remote-video', HTMLVideoElement);
  #empty = element('remote-empty', HTMLElement);
  #title = element('stage-title', HTMLElement);
  #text = element('stage-text', HTMLElement);
  #copy = element('stage-copy', HTMLButtonElement);
  #muted = element('remote-muted', HTMLElement);
  #notice = element('stage-notice', HTMLElement);
  #unblock = element('unblock', HTMLButtonElement);
  #selfVideo = element('self-video', HTMLVideoElement);
  #selfEmpty = element('self-empty', HTMLElement);
  /** @type {import('../client/payloads.js').MediaState | null} */
  #remoteMedia = null;
  /** @type {import('./status-text.js').CallStatus} */
  #status = { state: 'idle', error: null, departed: null };

  /** @param {{ onLeave: () => void }} actions */
  constructor({ onLeave }) {
    element('leave', HTMLButtonElement).addEventListener('click', onLeave);
    this.#unblock.addEventListener('click', () => void this.#play());
    this.#video.addEventListener('playing', () => this.#render());
    this.#video.addEventListener('resize', () => this.#fit());
    new ResizeObserver(() => this.#fit()).observe(this.#remote);
  }

  /** @param {boolean} visible */
  show(visible) {
    this.#section.hidden = !visible;
  }

  /** @param {import('./status-text.js').CallStatus} status */
  showStatus(status) {
    this.#status = status;
    this.#render();
  }

  /** @param {MediaStreamTrack[]} tracks */
  showRemoteTracks(tracks) {
    const video = tracks.find(({ kind, readyState }) => kind === 'video' && readyState === 'live');
    const audio = tracks.filter(({ kind }) => kind === 'audio');
    showTracks(this.#video, video ? [video, ...audio] : audio);
    this.#render();
    if (tracks.length > 0) {
      void this.#play();
    }
  }

  /** @param {import('../client/payloads.js').MediaState | null} media */
  showRemoteMedia(media) {
    this.#remoteMedia = media;
    this.#render();
  }

  /** @param {MediaStreamTrack | null} track */
  showSelf(track) {
    showTracks(this.#selfVideo, track ? [track] : []);
    this.#selfEmpty.hidden = track !== null;
  }

  #render() {
    const { state } = this.#status;
    const { title, text, invite } = statusText(this.#status);
    const stream = /** @type {MediaStream | null} */ (this.#video.srcObject);
    const hasPicture = (stream?.getVideoTracks().length ?? 0) > 0 && this.#remoteMedia?.camera !== false;
    const pictured = hasPicture && (state === 'connected' || state === 'reconnecting');
    this.#empty.hidden = pictured;
    this.#title.textContent = title;
    this.#text.textContent = text;
    this.#copy.hidden = !invite;
    this.#muted.hidden = state !== 'connected' || this.#remoteMedia?.microphone !== false;
    this.#notice.hidden = !(pictured && state === 'reconnecting');
    this.#notice.textContent = `${title}. ${text}`;
  }

  #fit() {
    const { videoWidth, videoHeight, clientWidth, clientHeight } = this.#video;
    const ratio = videoWidth / videoHeight / (clientWidth / clientHeight);
    const near = ratio < NEARLY_SAME_SHAPE && ratio > 1 / NEARLY_SAME_SHAPE;
    this.#remote.dataset.fit = near ? 'cover' : 'contain';
  }

  /** Sound may be blocked until the user does something on the page. */
  async #play() {
    try {
      await this.#video.play();
      this.#unblock.hidden = true;
    } catch (error) {
      // AbortError only says that another play() came in between.
      this.#unblock.hidden = !(error instanceof Error && error.name === 'NotAllowedError');
    }
  }
}

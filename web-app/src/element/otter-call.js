import { ERRORS, OtterError, join, mediaErrorCode } from '../client/index.js';

/**
 * `<otter-call link="…">`: a whole call in one element, for pages that want to write no code. docs/sdk.md ("Embedding")
 * has its attributes, parts, slots and events. Everything it can do is the Room's, which `element.room` hands out.
 *
 * Attributes: `link`, the join link; `name`, how this side wants to be called; `audio="off"`, `video="off"`: without;
 * `reports="off"`: without quality reports;
 * `manual`: joins only when `join()` is called. Taking the element out of the page leaves the call.
 */

const STYLE = `
  :host { display: grid; gap: 8px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr));
    position: relative; min-height: 120px; background: #14181d; color: #fff; font: 15px/1.4 system-ui, sans-serif; }
  :host([hidden]) { display: none; }
  video { width: 100%; aspect-ratio: 4 / 3; object-fit: cover; background: #000; border-radius: 8px; }
  video[part~=self] { transform: scaleX(-1); }
  [part=status] { grid-column: 1 / -1; margin: 0; padding: 8px 12px; }
  [part=status]:empty { display: none; }`;

/** What is said where the page has put nothing of its own into the slot of that state. */
const TEXTS = /** @type {Readonly<Record<string, string>>} */ (
  Object.freeze({
    joining: 'Joining…',
    waiting: 'Waiting for somebody else',
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting…',
    left: 'You left the call',
  })
);

export class OtterCallElement extends HTMLElement {
  static observedAttributes = ['link'];

  /** The call; null before and after it. @type {import('../client/index.js').Room | null} */
  room = null;

  #shadow = this.attachShadow({ mode: 'open' });
  #status = document.createElement('p');
  /** @type {MediaStream | null} */
  #ownMedia = null;
  /** Counts calls to join, so that one that is overtaken gives up. */
  #attempt = 0;

  constructor() {
    super();
    // A constructed sheet, as a strict Content-Security-Policy forbids <style>.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#shadow.adoptedStyleSheets = [sheet];
    this.#status.setAttribute('part', 'status');
    this.#status.setAttribute('role', 'status');
    this.#shadow.append(this.#status);
  }

  connectedCallback() {
    this.#joinUnlessManual();
  }

  disconnectedCallback() {
    this.leave();
  }

  /**
   * @param {string} _name
   * @param {string | null} before
   * @param {string | null} now
   */
  attributeChangedCallback(_name, before, now) {
    if (this.isConnected && before !== now) {
      this.leave();
      this.#joinUnlessManual();
    }
  }

  /** Asks for camera and microphone and joins. A call that is going on is left first. */
  async join() {
    this.leave();
    const attempt = this.#attempt;
    const stream = await this.#openDevices();
    if (attempt !== this.#attempt) {
      stream?.getTracks().forEach((track) => track.stop());
      return;
    }
    this.#ownMedia = stream;
    try {
      const tracks = (stream?.getTracks() ?? []).map((track) => [
        track.kind === 'audio' ? 'microphone' : 'camera',
        track,
      ]);
      const name = this.getAttribute('name') ?? undefined;
      const reports = this.getAttribute('reports') !== 'off';
      const options = { tracks: Object.fromEntries(tracks), name, reports };
      this.#follow(join(this.getAttribute('link') ?? '', options));
      this.#showSelf();
    } catch (error) {
      this.#fail(error instanceof OtterError ? error.code : 'refused');
    }
  }

  /** Leaves the call and switches camera and microphone off. */
  leave() {
    this.#attempt += 1;
    const { room } = this;
    this.room = null;
    room?.leave();
    this.#ownMedia?.getTracks().forEach((track) => track.stop());
    this.#ownMedia = null;
    this.#shadow.querySelectorAll('video').forEach((video) => video.remove());
  }

  #joinUnlessManual() {
    if (this.hasAttribute('link') && !this.hasAttribute('manual')) {
      void this.join();
    }
  }

  async #openDevices() {
    const wanted = {
      audio: this.getAttribute('audio') !== 'off',
      video: this.getAttribute('video') !== 'off',
    };
    if (!wanted.audio && !wanted.video) {
      return null;
    }
    try {
      return await navigator.mediaDevices.getUserMedia(wanted);
    } catch (error) {
      const code = navigator.mediaDevices ? mediaErrorCode(error) : 'media-insecure';
      this.#tell('call-error', new OtterError(code));
      return null; // one can still see and hear
    }
  }

  /** @param {import('../client/index.js').Room} room */
  #follow(room) {
    this.room = room;
    const render = () => this.room === room && this.#render(room);
    room.on('status', (status) => {
      if (this.room === room) {
        this.#showStatus(status);
        this.#tell('call-status', status);
      }
    });
    room.on('track', render);
    room.on('track-ended', render);
    room.on('peer-joined', ({ peer }) => this.#tell('peer-joined', { peer }));
    room.on('peer-left', (detail) => this.#tell('peer-left', detail));
    room.on('data', (detail) => this.#tell('call-data', detail));
    this.#showStatus(room.status);
  }

  /** One video for each peer, and one for each screen. @param {import('../client/index.js').Room} room */
  #render(room) {
    const wanted = new Map();
    for (const peer of room.peers) {
      for (const { track, kind } of peer.tracks) {
        const part = kind === 'screen' ? 'screen' : 'peer';
        const key = `${peer.id} ${part}`;
        wanted.set(key, { part, peer, tracks: [...(wanted.get(key)?.tracks ?? []), track] });
      }
    }
    const shown = /** @type {NodeListOf<HTMLVideoElement>} */ (
      this.#shadow.querySelectorAll('video[data-key]')
    );
    for (const video of shown) {
      if (!wanted.has(video.dataset.key)) {
        video.remove();
      }
    }
    for (const [key, { part, peer, tracks }] of wanted) {
      const video = [...shown].find(({ dataset }) => dataset.key === key) ?? this.#newVideo(part);
      video.dataset.key = key;
      video.ariaLabel = peer.profile?.name ?? peer.identity ?? 'Somebody';
      video.srcObject = new MediaStream(tracks);
    }
  }

  #showSelf() {
    if (this.#ownMedia?.getVideoTracks().length) {
      const video = this.#newVideo('self');
      video.muted = true;
      video.srcObject = this.#ownMedia;
    }
  }

  /** @param {string} part */
  #newVideo(part) {
    const video = document.createElement('video');
    video.setAttribute('part', part);
    video.autoplay = true;
    video.playsInline = true;
    this.#shadow.append(video);
    return video;
  }

  /** @param {import('../client/room-status.js').RoomStatus} status */
  #showStatus({ state, error }) {
    this.dataset.state = state;
    const slot = document.createElement('slot');
    slot.name = state;
    slot.textContent = error ? `${ERRORS[error].title}. ${ERRORS[error].advice}` : (TEXTS[state] ?? '');
    this.#status.replaceChildren(...(state === 'connected' ? [] : [slot]));
  }

  /** @param {import('../client/errors.js').ErrorCode} code */
  #fail(code) {
    this.#showStatus({ state: 'refused', error: code, departed: null });
    this.#tell('call-status', { state: 'refused', error: code, departed: null });
  }

  /**
   * @param {string} name
   * @param {unknown} detail
   */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('otter-call', OtterCallElement);

import { element } from './elements.js';
import { statusText } from './status-text.js';
import { layoutTiles } from './tile-layout.js';
import { TileView } from './tile-view.js';

/**
 * @typedef {object} TileWanted  one tile of the stage
 * @property {string} key
 * @property {import('./tile-view.js').TileKind} kind
 * @property {string} peerId  empty for oneself
 * @property {import('./tile-view.js').TileContent} content
 */

/** Between two tiles, in parts of the root's font size. */
const GAP_REM = 0.5;

/** More than these beside a screen are in two strips: they would be slivers in one. */
const MOST_IN_A_STRIP = 4;

/** The call itself: everybody in a grid, a shared screen large, oneself in a corner while one other is here. */
export class StageView {
  #section = element('stage', HTMLElement);
  #tiles = element('tiles', HTMLElement);
  #empty = element('stage-empty', HTMLElement);
  #title = element('stage-title', HTMLElement);
  #text = element('stage-text', HTMLElement);
  #copy = element('stage-copy', HTMLButtonElement);
  #notice = element('stage-notice', HTMLElement);
  #unblock = element('unblock', HTMLButtonElement);
  /** @type {Map<string, TileView>} */
  #views = new Map();
  /** @type {readonly TileWanted[]} */
  #wanted = [];
  /** @type {import('./status-text.js').CallStatus} */
  #status = { state: 'idle', error: null, departed: null };
  #language;
  #sinkId = '';

  /** @param {import('./language/language.js').Language} language */
  constructor(language) {
    this.#language = language;
    this.#unblock.addEventListener('click', () => this.#views.forEach((view) => void view.play()));
    new ResizeObserver(() => this.#layout()).observe(this.#tiles);
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

  /** @param {readonly TileWanted[]} wanted  in order; oneself last */
  showTiles(wanted) {
    this.#wanted = wanted;
    for (const [key, view] of this.#views) {
      if (!wanted.some((each) => each.key === key)) {
        view.remove();
        this.#views.delete(key);
      }
    }
    for (const { key, kind, peerId, content } of wanted) {
      this.#view(key, kind, peerId).show(content);
    }
    this.#render();
    this.#layout();
  }

  /** @param {string | null} peerId  who speaks */
  showSpeaker(peerId) {
    for (const { key, kind, peerId: id } of this.#wanted) {
      this.#views.get(key)?.element.toggleAttribute('data-speaking', kind === 'person' && id === peerId);
    }
  }

  /** @param {string} deviceId  the speaker that all sound goes to; empty: the system's default */
  useSpeaker(deviceId) {
    this.#sinkId = deviceId;
    this.#views.forEach((view) => this.#route(view.video));
  }

  /** @returns {HTMLVideoElement | null} the picture that matters most: a screen, or who speaks, or who is first */
  get mainVideo() {
    const others = this.#wanted.filter(({ kind, content }) => kind !== 'self' && content.pictured);
    const main =
      others.find(({ kind }) => kind === 'screen') ??
      others.find(({ key }) => this.#views.get(key)?.element.hasAttribute('data-speaking')) ??
      others[0];
    return (main && this.#views.get(main.key)?.video) ?? null;
  }

  /**
   * @param {string} key
   * @param {import('./tile-view.js').TileKind} kind
   * @param {string} peerId
   */
  #view(key, kind, peerId) {
    const known = this.#views.get(key);
    if (known) {
      return known;
    }
    const view = new TileView(kind, peerId, { onPlayed: () => this.#showBlocked() });
    this.#views.set(key, view);
    this.#route(view.video);
    // Oneself stays the last: who comes later goes before.
    this.#tiles.insertBefore(
      view.element,
      kind === 'self' ? null : this.#tiles.querySelector('[data-kind="self"]'),
    );
    return view;
  }

  /** @param {HTMLVideoElement} video */
  #route(video) {
    if (this.#sinkId !== '' && 'setSinkId' in video) {
      video.setSinkId(this.#sinkId).catch(() => {}); // the device is gone: the default one sounds
    }
  }

  #showBlocked() {
    this.#unblock.hidden = ![...this.#views.values()].some(({ blocked }) => blocked);
  }

  #render() {
    const { title, text, invite } = statusText(this.#language, this.#status);
    const alone = !this.#wanted.some(({ kind }) => kind === 'person');
    this.#empty.hidden = !alone;
    this.#title.textContent = title;
    this.#text.textContent = text;
    this.#copy.hidden = !invite;
    this.#notice.hidden = alone || this.#status.state !== 'reconnecting';
    this.#notice.textContent = `${title}. ${text}`;
  }

  #layout() {
    const { clientWidth: width, clientHeight: height, style, dataset } = this.#tiles;
    const screens = this.#wanted.filter(({ kind }) => kind === 'screen');
    const others = this.#wanted.filter(({ kind }) => kind !== 'self');
    const corner = others.length <= 1;
    const count = Math.max(1, this.#wanted.length - (corner ? 1 : 0));
    const featured = screens.at(-1)?.key;
    dataset.layout = corner ? 'one' : featured ? 'featured' : 'grid';
    for (const [key, view] of this.#views) {
      view.element.toggleAttribute('data-featured', key === featured);
    }
    const gap = GAP_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const { tileWidth, tileHeight } = layoutTiles({ count, width, height, gap });
    style.setProperty('--tile-width', `${tileWidth}px`);
    style.setProperty('--tile-height', `${tileHeight}px`);
    const beside = Math.max(1, this.#wanted.length - 1);
    const strips = beside > MOST_IN_A_STRIP ? 2 : 1;
    style.setProperty('--strips', String(strips));
    style.setProperty('--strip-lines', String(Math.ceil(beside / strips)));
    this.#views.forEach((view) => view.fit());
  }
}

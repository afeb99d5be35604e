import { showTracks } from './elements.js';

/** A picture whose shape differs from its tile's by less than this factor fills the tile. */
const NEARLY_SAME_SHAPE = 1.2;

/** A tile that is lower than this, in CSS pixels, has no room to spare: the picture fills it. */
const SMALL = 130;

/**
 * @typedef {'person' | 'screen' | 'self'} TileKind
 *
 * @typedef {object} TileContent
 * @property {string} name  of whom it shows; text only
 * @property {readonly MediaStreamTrack[]} tracks
 * @property {boolean} pictured  whether there is a picture to be seen
 * @property {string} muted  in words that it is silent; empty: it is not
 * @property {string} note  what is the matter; empty: nothing
 * @property {string} emptyText  in place of the picture; empty: only the initials
 */

/** One person, one screen, or oneself: a picture with its name, or what stands in for one. */
export class TileView {
  element = document.createElement('div');
  video = document.createElement('video');

  #kind;
  #empty = part('div', 'tile-empty');
  #avatar = part('span', 'avatar');
  #emptyText = part('p', 'tile-empty-text');
  #label = part('p', 'tile-label');
  #muted = icon('icon-mic-off');
  #name = part('span', 'tile-name');
  #note = part('p', 'tile-note');

  /**
   * @param {TileKind} kind
   * @param {string} id  of the peer; for tests and the curious
   * @param {object} actions
   * @param {(tile: TileView) => void} actions.onPlayed  the picture plays, or may not (see `blocked`)
   */
  constructor(kind, id, { onPlayed }) {
    this.#kind = kind;
    this.element.className = 'tile';
    Object.assign(this.element.dataset, { kind, peer: id, fit: kind === 'screen' ? 'contain' : 'cover' });
    this.element.setAttribute('role', 'group');
    Object.assign(this.video, { autoplay: true, playsInline: true, muted: kind === 'self' });
    this.video.classList.toggle('mirrored', kind === 'self');
    this.#muted.classList.add('tile-muted');
    this.#muted.setAttribute('role', 'img');
    this.#muted.removeAttribute('aria-hidden');
    this.#avatar.setAttribute('aria-hidden', 'true');
    this.#empty.append(this.#avatar, this.#emptyText);
    this.#label.append(this.#muted, this.#name);
    this.element.append(this.video, this.#empty, this.#label, this.#note);
    this.#onPlayed = onPlayed;
    this.video.addEventListener('resize', () => this.fit());
  }

  #onPlayed;
  /** Whether the browser wants the user to do something before it plays sound. */
  blocked = false;

  /** @param {TileContent} content */
  show({ name, tracks, pictured, muted, note, emptyText }) {
    const video = tracks.find(({ kind, readyState }) => kind === 'video' && readyState === 'live');
    const audio = tracks.filter(({ kind }) => kind === 'audio');
    const changed = showTracks(this.video, video ? [video, ...audio] : audio);
    this.element.setAttribute('aria-label', name);
    this.video.setAttribute('aria-label', name);
    this.element.toggleAttribute('data-muted', muted !== '');
    this.#muted.setAttribute('aria-label', muted);
    this.element.style.setProperty('--hue', String(hueOf(name)));
    this.#empty.hidden = pictured;
    this.#avatar.textContent = initials(name);
    this.#emptyText.textContent = emptyText;
    this.#name.textContent = name;
    this.#note.textContent = note;
    this.#note.hidden = note === '';
    if (changed && tracks.length > 0 && this.#kind !== 'self') {
      void this.play();
    }
  }

  /** Sound may be blocked until the user does something on the page. */
  async play() {
    try {
      await this.video.play();
      this.blocked = false;
    } catch (error) {
      // AbortError only says that another play() came in between.
      this.blocked = error instanceof Error && error.name === 'NotAllowedError';
    }
    this.#onPlayed(this);
  }

  /** Where the picture is nearly of the tile's shape, it fills it: little is cut off. A screen is shown whole. */
  fit() {
    const { videoWidth, videoHeight, clientWidth, clientHeight } = this.video;
    const ratio = videoWidth / videoHeight / (clientWidth / clientHeight);
    const near = this.#kind !== 'screen' && ratio < NEARLY_SAME_SHAPE && ratio > 1 / NEARLY_SAME_SHAPE;
    const small = this.#kind !== 'screen' && clientHeight < SMALL;
    this.element.dataset.fit = near || small || this.#kind === 'self' ? 'cover' : 'contain';
  }

  remove() {
    showTracks(this.video, []);
    this.element.remove();
  }
}

/**
 * @param {string} tag
 * @param {string} className
 */
function part(tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} id  of a symbol of the page */
export function icon(id) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#${id}`);
  svg.append(use);
  return svg;
}

/** @param {string} name @returns {string} at most two letters */
export function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return [first, last]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** @param {string} name @returns {number} the same colour for the same name */
function hueOf(name) {
  return [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
}

import { draw } from './make.js';

const SIZE = 88;
const MIDDLE = SIZE / 2;
const RADIUS = 33;

/**
 * A call as it is connected: each with each. Drawn anew only when who is in it has changed.
 *
 * @typedef {import('./live.js').Person} Person
 */
export class Mesh {
  element = draw('svg', { viewBox: `0 0 ${SIZE} ${SIZE}`, class: 'mesh', role: 'img' });

  #tints;
  #drawn = '';

  /** @param {import('./tints.js').Tints} tints */
  constructor(tints) {
    this.#tints = tints;
  }

  /** @param {readonly Person[]} people */
  show(people) {
    const wanted = JSON.stringify(
      people.map(({ connectionId, node, interrupted }) => [connectionId, node, interrupted]),
    );
    if (wanted === this.#drawn) {
      return;
    }
    this.#drawn = wanted;
    const places = placesOf(people.length);
    const lines = pairs(places).map(([from, to]) =>
      draw('line', { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: 'mesh-line' }),
    );
    const radius = people.length > 8 ? 6 : 9;
    const dots = people.map(({ node, interrupted }, at) => {
      const { x, y } = /** @type {Place} */ (places[at]);
      const dot = draw('circle', { cx: x, cy: y, r: radius, class: 'mesh-person' });
      dot.classList.toggle('away', interrupted);
      this.#tints.paint(dot, node);
      return dot;
    });
    this.element.replaceChildren(...lines, ...dots);
    const nodes = new Set(people.map(({ node }) => node)).size;
    this.element.setAttribute('aria-label', `${people.length} in the call, on ${nodes} of the nodes`);
  }
}

/** @typedef {{ x: number, y: number }} Place */

/**
 * Around the middle, the first one at the left.
 *
 * @param {number} count
 * @returns {Place[]}
 */
export function placesOf(count) {
  if (count === 1) {
    return [{ x: MIDDLE, y: MIDDLE }];
  }
  return Array.from({ length: count }, (_, at) => {
    const angle = Math.PI + (2 * Math.PI * at) / count;
    return {
      x: Math.round((MIDDLE + RADIUS * Math.cos(angle)) * 10) / 10,
      y: Math.round((MIDDLE + RADIUS * Math.sin(angle)) * 10) / 10,
    };
  });
}

/**
 * @param {readonly Place[]} places
 * @returns {[Place, Place][]} each with each, once
 */
function pairs(places) {
  return places.flatMap((from, at) =>
    places.slice(at + 1).map((to) => /** @type {[Place, Place]} */ ([from, to])),
  );
}

import { draw, say } from './make.js';

const SIZE = 88;
const MIDDLE = SIZE / 2;
const OUTER = 39;
const INNER = 31;

/** A node's load as two rings, what its processors do outside and its memory inside, around how many clients it has. */
export class Gauge {
  element = draw('svg', { viewBox: `0 0 ${SIZE} ${SIZE}`, class: 'gauge', role: 'img' });

  #cpu = ring('gauge-cpu', OUTER);
  #heap = ring('gauge-heap', INNER);
  #count = draw('text', { x: MIDDLE, y: MIDDLE + 3 });
  #unit = draw('text', { x: MIDDLE, y: MIDDLE + 15, class: 'gauge-unit' });

  constructor() {
    this.element.append(
      ring('gauge-rail', OUTER),
      ring('gauge-rail', INNER),
      this.#cpu,
      this.#heap,
      this.#count,
      this.#unit,
    );
  }

  /**
   * @param {object} load
   * @param {number} load.cpu  0 to 1
   * @param {number} load.heap  0 to 1
   * @param {number} load.clients
   */
  show({ cpu, heap, clients }) {
    fill(this.#cpu, OUTER, cpu);
    fill(this.#heap, INNER, heap);
    say(this.#count, String(clients));
    say(this.#unit, clients === 1 ? 'client' : 'clients');
    this.element.setAttribute(
      'aria-label',
      `processor ${Math.round(cpu * 100)} %, memory ${Math.round(heap * 100)} %, clients ${clients}`,
    );
  }
}

/**
 * @param {string} className
 * @param {number} radius
 */
function ring(className, radius) {
  return draw('circle', { cx: MIDDLE, cy: MIDDLE, r: radius, class: className });
}

/**
 * @param {SVGCircleElement} circle
 * @param {number} radius
 * @param {number} share
 */
function fill(circle, radius, share) {
  const whole = 2 * Math.PI * radius;
  const part = Math.min(1, Math.max(0, share)) * whole;
  circle.setAttribute('stroke-dasharray', `${part.toFixed(1)} ${whole.toFixed(1)}`);
}

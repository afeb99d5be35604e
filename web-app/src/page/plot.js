/**
 * A line of figures over time, as an SVG: a filled curve, the newest at the right. Labels and figures are the page's.
 */
export class Plot {
  /** To be put into the page. */
  element = document.createElementNS(SVG, 'svg');

  #line = document.createElementNS(SVG, 'path');
  #area = document.createElementNS(SVG, 'path');
  #capacity;
  /** @type {number[]} */
  #values = [];

  /**
   * @param {object} options
   * @param {number} options.capacity  how many figures are shown
   * @param {string} options.label  for those who do not see it
   */
  constructor({ capacity, label }) {
    this.#capacity = capacity;
    this.element.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    this.element.setAttribute('preserveAspectRatio', 'none');
    this.element.setAttribute('role', 'img');
    this.element.setAttribute('aria-label', label);
    this.element.classList.add('plot');
    this.#area.classList.add('plot-area');
    this.#line.classList.add('plot-line');
    this.element.append(this.#area, this.#line);
  }

  /** @param {number} value  not negative */
  add(value) {
    this.#values = [...this.#values, value].slice(-this.#capacity);
    const { line, area } = curve(this.#values, this.#capacity);
    this.#line.setAttribute('d', line);
    this.#area.setAttribute('d', area);
  }
}

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 120;
const HEIGHT = 32;

/**
 * @param {readonly number[]} values
 * @param {number} capacity
 */
export function curve(values, capacity) {
  if (values.length === 0) {
    return { line: '', area: '' };
  }
  const top = Math.max(1e-9, ...values) * 1.1;
  const step = WIDTH / Math.max(1, capacity - 1);
  const first = WIDTH - step * (values.length - 1);
  const points = values.map(
    (value, at) => `${round(first + at * step)},${round(HEIGHT - (value / top) * HEIGHT)}`,
  );
  return {
    line: `M${points.join('L')}`,
    area: `M${round(first)},${HEIGHT}L${points.join('L')}L${WIDTH},${HEIGHT}Z`,
  };
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

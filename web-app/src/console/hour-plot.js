import { draw } from './make.js';

const WIDTH = 360;
const HEIGHT = 100;
const HOUR_SECONDS = 3_600;

/** The curve breaks where nothing was noted for longer than this. */
const LONGEST_GAP_SECONDS = 60;

/**
 * @typedef {object} Point
 * @property {number} at  seconds since 1970
 * @property {number} value  not negative
 */

/**
 * The paths of one hour: time to the right, the highest value at the top.
 *
 * @param {readonly Point[]} points  in their order
 * @param {number} end  seconds since 1970, the right edge
 * @param {number} top  the value of the upper edge
 */
export function hourPaths(points, end, top) {
  const runs = runsOf(points.filter(({ at }) => at >= end - HOUR_SECONDS && at <= end));
  const paths = runs.map((run) => {
    const corners = run.map(({ at, value }) => ({
      x: round(((at - end + HOUR_SECONDS) / HOUR_SECONDS) * WIDTH),
      y: round(HEIGHT - (Math.min(value, top) / top) * HEIGHT),
    }));
    const line = `M${corners.map(({ x, y }) => `${x},${y}`).join('L')}`;
    const [first, last] = [corners.at(0)?.x ?? 0, corners.at(-1)?.x ?? 0];
    // A single sample is seen too.
    return { line: `${line}h0.01`, area: `${line}L${last},${HEIGHT}L${first},${HEIGHT}Z` };
  });
  return { line: paths.map(({ line }) => line).join(''), area: paths.map(({ area }) => area).join('') };
}

/**
 * A round number that is not below the highest value.
 *
 * @param {number} highest
 * @param {number} least
 */
export function topOf(highest, least) {
  const wanted = Math.max(highest, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5, 10].find((step) => step * power >= wanted * 0.999) ?? 10) * power;
}

/** @param {readonly Point[]} points */
function runsOf(points) {
  /** @type {Point[][]} */
  const runs = [];
  for (const point of points) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && point.at - before.at <= LONGEST_GAP_SECONDS) {
      run.push(point);
    } else {
      runs.push([point]);
    }
  }
  return runs;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

/** The drawing of one hour: a filled curve above a few lines. */
export class HourPlot {
  element = draw('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    class: 'hour-plot',
    role: 'img',
  });

  #line = draw('path', { class: 'hour-line' });
  #area = draw('path', { class: 'hour-area' });

  constructor() {
    const across = [0, HEIGHT / 2, HEIGHT].map((y) =>
      draw('line', { x1: 0, x2: WIDTH, y1: y, y2: y, class: 'hour-grid' }),
    );
    this.element.append(...across, this.#area, this.#line);
  }

  /**
   * @param {readonly Point[]} points
   * @param {number} end
   * @param {number} top
   * @param {string} label  for those who do not see it
   */
  show(points, end, top, label) {
    const { line, area } = hourPaths(points, end, top);
    this.#line.setAttribute('d', line);
    this.#area.setAttribute('d', area);
    this.element.setAttribute('aria-label', label);
  }
}

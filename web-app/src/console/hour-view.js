import { HourPlot, topOf } from './hour-plot.js';
import { make, say } from './make.js';
import { bitRate, number, rate } from './texts.js';

const HOUR_SECONDS = 3_600;

/**
 * @typedef {import('./live.js').Sample} Sample
 *
 * @typedef {object} Course  one figure over the hour
 * @property {string} name
 * @property {number} leastTop  small changes of next to nothing do not fill the picture
 * @property {(sample: Sample) => number | null} value
 * @property {(value: number) => string} text
 */

/** @type {readonly Course[]} */
const COURSES = Object.freeze([
  { name: 'Clients', leastTop: 5, value: ({ connections }) => connections, text: number },
  {
    name: 'Messages',
    leastTop: 5,
    value: ({ messagesPerSecond }) => messagesPerSecond,
    text: (value) => `${rate(value)}/s`,
  },
  { name: 'Relayed', leastTop: 1e6, value: ({ relayBitsPerSecond }) => relayBitsPerSecond, text: bitRate },
  {
    name: 'Round trip',
    leastTop: 50,
    value: ({ roundTripMs }) => roundTripMs,
    text: (value) => `${number(value)} ms`,
  },
  {
    name: 'Loss',
    leastTop: 2,
    value: ({ lossPercent }) => lossPercent,
    text: (value) => `${number(value, 1)} %`,
  },
]);

/** Throughput and quality over the last hour, all nodes together. */
export class HourView {
  /** By when they began. @type {Map<number, Sample>} */
  #samples = new Map();
  #plots;

  /** @param {HTMLElement} list */
  constructor(list) {
    this.#plots = COURSES.map((course) => {
      const plot = new HourPlot();
      const now = make('span', 'hour-now');
      const top = make('span', 'hour-top');
      const head = make('div', 'hour-head');
      head.append(make('h3', '', course.name), now);
      const picture = make('div', 'hour-picture');
      picture.append(plot.element, top);
      const foot = make('div', 'hour-foot');
      foot.append(make('span', '', '1 h ago'), make('span', '', 'now'));
      const card = make('li', 'card');
      card.append(head, picture, foot);
      list.append(card);
      return { course, plot, now, top };
    });
    this.add([]);
  }

  /** @param {readonly Sample[]} samples  that are new */
  add(samples) {
    samples.forEach((sample) => this.#samples.set(sample.at, sample));
    const all = [...this.#samples.values()].sort((one, other) => one.at - other.at);
    const end = all.at(-1)?.at ?? 0;
    all.filter(({ at }) => at < end - HOUR_SECONDS).forEach(({ at }) => this.#samples.delete(at));
    for (const { course, plot, now, top } of this.#plots) {
      const points = all.flatMap((sample) => {
        const value = course.value(sample);
        return value === null ? [] : [{ at: sample.at, value }];
      });
      const highest = Math.max(0, ...points.map(({ value }) => value));
      const upper = topOf(highest, course.leastTop);
      const last = points.at(-1);
      const text = last ? course.text(last.value) : 'none reported';
      say(now, text);
      say(top, course.text(upper));
      plot.show(
        points,
        end,
        upper,
        `${course.name} over the last hour: now ${text}, at most ${course.text(highest)}`,
      );
    }
  }
}

import { element } from '../page/elements.js';
import { lanesOf, shortId, wordsOf } from './lanes.js';
import { draw, make } from './make.js';
import { call } from './session.js';

const WIDTH = 600;
const LANE = 28;
const EDGE = 10;

/**
 * @typedef {import('./lanes.js').CallEvent} CallEvent
 *
 * @typedef {object} Timeline
 * @property {string} roomId
 * @property {string} cause
 * @property {boolean} failed
 * @property {string} what
 * @property {string} advice
 * @property {number[]} evidence
 * @property {CallEvent[]} events
 * @property {number} dropped
 * @property {string[]} silentNodes
 */

/** One call from createRoom to its end: a lane for each participant, and what happened one after the other. */
export class TimelineView {
  #dialog = element('timeline', HTMLDialogElement);
  #title = element('timeline-title', HTMLElement);
  #verdict = element('timeline-verdict', HTMLElement);
  #advice = element('timeline-advice', HTMLElement);
  #picture = element('timeline-picture', HTMLElement);
  #events = element('timeline-events', HTMLElement);
  #rest = element('timeline-rest', HTMLElement);

  constructor() {
    element('timeline-close', HTMLButtonElement).addEventListener('click', () => this.close());
  }

  /**
   * @param {string} roomId
   * @param {string} name
   */
  async open(roomId, name) {
    this.#clear();
    this.#title.textContent = `Timeline of ${name}`;
    this.#dialog.showModal();
    element('timeline-close', HTMLButtonElement).focus();
    try {
      this.#show(await call('GET', `/rooms/${encodeURIComponent(roomId)}/timeline`));
    } catch (error) {
      this.#verdict.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  close() {
    this.#dialog.close();
  }

  /** @param {Timeline} timeline */
  #show({ cause, failed, what, advice, evidence, events, dropped, silentNodes }) {
    this.#verdict.textContent = what;
    this.#verdict.dataset.failed = String(failed);
    this.#advice.textContent = cause === 'none' ? '' : advice;
    if (events.length > 0) {
      this.#picture.replaceChildren(picture(events, evidence));
    }
    this.#events.replaceChildren(...events.map((event, at) => eventRow(event, evidence.includes(at))));
    this.#rest.textContent = [
      dropped > 0 ? `${dropped} older events were given up.` : '',
      silentNodes.length > 0 ? `Not heard of: ${silentNodes.join(', ')}.` : '',
    ].join(' ');
  }

  #clear() {
    this.#verdict.textContent = '';
    delete this.#verdict.dataset.failed;
    this.#advice.textContent = '';
    this.#rest.textContent = '';
    this.#picture.replaceChildren();
    this.#events.replaceChildren();
  }
}

/**
 * @param {readonly CallEvent[]} events
 * @param {readonly number[]} evidence
 */
function picture(events, evidence) {
  const lanes = lanesOf(events, evidence);
  const drawing = draw('svg', {
    viewBox: `0 0 ${WIDTH} ${lanes.length * LANE}`,
    class: 'lanes',
    role: 'img',
    'aria-label': `the events of ${lanes.length} lanes over time; the list below has them as text`,
  });
  const place = (/** @type {number} */ x) => EDGE + x * (WIDTH - 2 * EDGE);
  lanes.forEach(({ connectionId, from, to, marks }, at) => {
    const y = at * LANE + LANE / 2;
    const kind = connectionId === null ? 'lane-room' : 'lane-person';
    drawing.append(draw('line', { x1: place(from), x2: place(to), y1: y, y2: y, class: kind }));
    for (const { x, evidence: proof } of marks) {
      const name = proof ? 'lane-mark evidence' : 'lane-mark';
      drawing.append(draw('circle', { cx: place(x), cy: y, r: proof ? 7 : 5, class: name }));
    }
  });
  return drawing;
}

/**
 * @param {CallEvent} event
 * @param {boolean} isEvidence
 */
function eventRow(event, isEvidence) {
  const row = make('li', isEvidence ? 'event evidence' : 'event');
  const time = make('time', '', new Date(event.at).toLocaleTimeString('en', { hour12: false }));
  time.dateTime = event.at;
  const who = event.connectionId ? `${shortId(event.connectionId)} ` : '';
  row.append(time, make('span', '', `${who}${wordsOf(event)}`));
  return row;
}

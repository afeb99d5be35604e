import { element } from '../page/elements.js';
import { lanesOf, shortId, wordsOf } from './lanes.js';
import { draw, make } from './make.js';
import { call } from './session.js';

const WIDTH = 600;
const LANE = 28;
const EDGE = 10;

/** How often it is asked whether anything has happened since. */
const ASK_MS = 2_000;

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

/**
 * One call from createRoom to its end: a lane for each participant, and what happened one after the other. As long as
 * it is open it goes on as the call does.
 */
export class TimelineView {
  #dialog = element('timeline', HTMLDialogElement);
  #title = element('timeline-title', HTMLElement);
  #verdict = element('timeline-verdict', HTMLElement);
  #advice = element('timeline-advice', HTMLElement);
  #picture = element('timeline-picture', HTMLElement);
  #events = element('timeline-events', HTMLElement);
  #rest = element('timeline-rest', HTMLElement);
  /** Which opening it is that is shown. */
  #opened = 0;
  #shown = '';
  #timer = 0;

  constructor() {
    element('timeline-close', HTMLButtonElement).addEventListener('click', () => this.close());
    this.#dialog.addEventListener('close', () => this.#dialog.open || this.#forget());
  }

  /**
   * @param {string} roomId
   * @param {string} name
   */
  open(roomId, name) {
    this.#forget();
    this.#clear();
    this.#title.textContent = `Timeline of ${name}`;
    this.#dialog.showModal();
    element('timeline-close', HTMLButtonElement).focus();
    this.#ask(roomId, this.#opened);
  }

  close() {
    this.#dialog.close();
    this.#forget();
  }

  /**
   * @param {string} roomId
   * @param {number} opened
   */
  async #ask(roomId, opened) {
    let said = '';
    const timeline = await call('GET', `/rooms/${encodeURIComponent(roomId)}/timeline`).catch((error) => {
      said = error.message;
      return null;
    });
    if (this.#opened !== opened) {
      return;
    }
    if (timeline) {
      this.#showChanged(timeline);
    } else if (!this.#shown) {
      this.#verdict.textContent = said;
    }
    this.#timer = window.setTimeout(() => this.#ask(roomId, opened), ASK_MS);
  }

  /** What has not changed stays, with what is selected in it. @param {Timeline} timeline */
  #showChanged(timeline) {
    const text = JSON.stringify(timeline);
    if (text !== this.#shown) {
      this.#shown = text;
      this.#show(timeline);
    }
  }

  #forget() {
    window.clearTimeout(this.#timer);
    this.#opened += 1;
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
    this.#shown = '';
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

import { element } from '../page/elements.js';
import { Cards } from './cards.js';
import { actionButton, make, say } from './make.js';
import { call } from './session.js';
import { age, counted } from './texts.js';

/** How often it is asked what has failed. */
const ASK_MS = 10_000;

const SHOWN = 20;

/**
 * @typedef {object} FailedCall
 * @property {string} roomId
 * @property {string} lastAt  ISO 8601
 * @property {number} participants
 * @property {string} cause
 * @property {string} what
 * @property {string} advice
 *
 * @typedef {object} Refused  at the door, before any room is known
 * @property {string} cause
 * @property {string} what
 * @property {string} advice
 * @property {number} times
 * @property {string} lastAt  ISO 8601
 */

/** The last failures with their cause, and what was refused at the door. */
export class FailuresView {
  #empty = element('failures-empty', HTMLElement);
  #timer = 0;
  #over = false;
  #asking = false;
  #again = false;
  #failed;
  #refused;

  /** @param {(roomId: string, name: string) => void} openTimeline */
  constructor(openTimeline) {
    this.#failed = new Cards(
      element('failures', HTMLElement),
      (/** @type {FailedCall} */ { roomId }) => roomId,
      ({ roomId }) => failedCard(() => openTimeline(roomId, roomId)),
    );
    this.#refused = new Cards(
      element('refused', HTMLElement),
      (/** @type {Refused} */ { cause }) => cause,
      () => refusedCard(),
    );
    this.#timer = window.setInterval(() => this.ask(), ASK_MS);
    this.ask();
  }

  close() {
    window.clearInterval(this.#timer);
    this.#over = true;
  }

  /** A call may just have failed. */
  async ask() {
    // One question at a time: the answer to an older one must not come last.
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    const page = await call('GET', `/calls?failed=true&limit=${SHOWN}`).catch(() => null);
    this.#asking = false;
    if (page && !this.#over) {
      this.#failed.show(page.calls);
      this.#refused.show(page.refused);
      this.#empty.hidden = page.calls.length + page.refused.length > 0;
    }
    if (this.#again && !this.#over) {
      this.#again = false;
      this.ask();
    }
  }
}

/**
 * @param {() => void} onTimeline
 * @returns {import('./cards.js').Card<FailedCall>}
 */
function failedCard(onTimeline) {
  const { element: card, show, actions } = failure();
  const button = actionButton('Timeline', '', onTimeline);
  actions.append(button);
  return {
    element: card,
    show: (failed) => {
      button.setAttribute('aria-label', `Timeline of ${failed.roomId}`);
      const who = counted(failed.participants, 'participant');
      show(failed, `${failed.roomId}, ${who}, ${age(failed.lastAt, Date.now())} ago`);
    },
  };
}

/** @returns {import('./cards.js').Card<Refused>} */
function refusedCard() {
  const { element: card, show } = failure();
  return {
    element: card,
    show: (refused) =>
      show(
        refused,
        `at the door, ${counted(refused.times, 'time')}, last ${age(refused.lastAt, Date.now())} ago`,
      ),
  };
}

function failure() {
  const row = make('li', 'row failure');
  const cause = make('code', 'cause');
  const what = make('strong');
  const advice = make('span');
  const facts = make('span', 'failure-facts');
  const text = make('div', 'row-text');
  const actions = make('div');
  text.append(what, advice, facts);
  row.append(cause, text, actions);
  return {
    element: row,
    actions,
    /** @param {{ cause: string, what: string, advice: string }} failed @param {string} fact */
    show: (failed, fact) => {
      say(cause, failed.cause);
      say(what, failed.what);
      say(advice, failed.advice);
      say(facts, fact);
    },
  };
}

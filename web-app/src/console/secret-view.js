import { element } from '../page/elements.js';
import { actionButton, make, say } from './make.js';
import { call } from './session.js';
import { clockTime } from './texts.js';

/** How often it is asked how far a rotation is. */
const ASK_MS = 5_000;

/**
 * @typedef {object} TurnSecret  nothing of the secret itself
 * @property {string | null} rotatedAt  ISO 8601
 * @property {string | null} previousUntil  ISO 8601
 * @property {string | null} refusal  the code with which a rotation would be refused now
 * @property {string | null} why  the sentence to it
 */

/** When the TURN secret was rotated, and how to do it, or why that cannot be now. */
export class SecretView {
  #facts = make('span');
  #why = make('span');
  #rotate;
  #row = make('li', 'row');
  #timer = 0;
  #over = false;

  /**
   * @param {import('./actions.js').Actions} actions
   * @param {readonly string[]} scopes  of the key that signed in
   */
  constructor(actions, scopes) {
    const text = make('div', 'row-text');
    text.append(make('strong', '', 'TURN secret'), this.#facts, this.#why);
    this.#rotate = actionButton('Rotate', 'Rotate the TURN secret', () =>
      actions.rotateTurnSecret(() => this.ask()),
    );
    this.#row.append(text, this.#rotate);
    if (scopes.includes('turn:admin')) {
      this.#timer = window.setInterval(() => this.ask(), ASK_MS);
      this.ask();
    }
  }

  close() {
    window.clearInterval(this.#timer);
    this.#over = true;
  }

  async ask() {
    const secret = await call('GET', '/turn/secret').catch(() => null);
    if (secret && !this.#over) {
      this.#show(secret);
    }
  }

  /** @param {TurnSecret} secret */
  #show({ rotatedAt, previousUntil, refusal, why }) {
    const rotated = rotatedAt ? `Last rotated ${dateAndTime(rotatedAt)}` : 'Never rotated';
    const ends = previousUntil ? `, the one before is good until ${dateAndTime(previousUntil)}` : '';
    say(this.#facts, refusal === 'turn-secret-configured' ? '' : `${rotated}${ends}`);
    say(this.#why, why && !previousUntil ? `${why.charAt(0).toUpperCase()}${why.slice(1)}` : '');
    this.#rotate.hidden = refusal !== null;
    if (!this.#row.isConnected) {
      element('turn-secret', HTMLElement).append(this.#row);
    }
  }
}

/** @param {string} at  ISO 8601 */
function dateAndTime(at) {
  return `${new Date(at).toLocaleDateString('en')} ${clockTime(at)}`;
}

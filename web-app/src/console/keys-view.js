import { element } from '../page/elements.js';
import { Cards } from './cards.js';
import { actionButton, make, say } from './make.js';
import { call } from './session.js';
import { age, clockTime } from './texts.js';

/**
 * @typedef {object} Key
 * @property {string} id
 * @property {string} name
 * @property {string[]} scopes
 * @property {string | null} expiresAt
 * @property {string | null} lastUsedAt
 * @property {string | null} revokedAt
 */

/** The API keys that are good, and how to change one for another. */
export class KeysView {
  #section = element('keys-section', HTMLElement);
  #actions;
  #cards;

  /** @param {import('./actions.js').Actions} actions */
  constructor(actions) {
    this.#actions = actions;
    this.#cards = new Cards(
      element('keys', HTMLElement),
      (/** @type {Key} */ { id }) => id,
      (key) => this.#row(key),
    );
  }

  /** Asks for them. @param {readonly string[]} scopes  of the key that signed in */
  async refresh(scopes) {
    this.#section.hidden = !scopes.includes('keys:admin');
    if (this.#section.hidden) {
      this.#cards.show([]);
      return;
    }
    const { keys } = await call('GET', '/keys');
    const now = Date.now();
    this.#cards.show(
      keys.filter(
        (/** @type {Key} */ { revokedAt, expiresAt }) =>
          !revokedAt && !(expiresAt && Date.parse(expiresAt) <= now),
      ),
    );
  }

  /**
   * @param {Key} first
   * @returns {import('./cards.js').Card<Key>}
   */
  #row({ id, name }) {
    const row = make('li', 'row');
    const text = make('div', 'row-text');
    const facts = make('span');
    text.append(make('strong', '', name || id), facts);
    let shown = { id, name: name || id };
    const rotate = actionButton('Rotate', `Rotate the key ${name || id}`, () =>
      this.#actions.rotateKey(shown, () => this.onChanged()),
    );
    row.append(text, rotate);
    return {
      element: row,
      show: (key) => {
        shown = { id: key.id, name: key.name || key.id };
        const used = key.lastUsedAt ? `, used ${age(key.lastUsedAt, Date.now())} ago` : '';
        const ends = key.expiresAt
          ? `, ends ${new Date(key.expiresAt).toLocaleDateString('en')} ${clockTime(key.expiresAt)}`
          : '';
        say(facts, `${key.scopes.join(', ')}${used}${ends}`);
      },
    };
  }

  /** They have changed. @type {() => void} */
  onChanged = () => {};
}

import { element } from './elements.js';

/** The page after a call, or instead of one: what happened, how it was, what to do, and a button where one helps. */
export class NoticeView {
  #section = element('notice', HTMLElement);
  #title = element('notice-title', HTMLElement);
  #text = element('notice-text', HTMLElement);
  #facts = element('notice-facts', HTMLElement);
  #code = element('notice-code', HTMLElement);
  #retry = element('notice-retry', HTMLButtonElement);

  /** @param {{ onRetry: () => void }} actions */
  constructor({ onRetry }) {
    this.#retry.addEventListener('click', onRetry);
  }

  hide() {
    this.#section.hidden = true;
  }

  /**
   * @param {object} notice
   * @param {string} notice.title
   * @param {string} notice.text
   * @param {readonly (readonly [string, string])[]} [notice.facts]  what there is to say of the call that is over
   * @param {string | null} notice.code  for a message to whoever runs the node
   * @param {string | null} notice.retryLabel  null: no button
   */
  show({ title, text, facts = [], code, retryLabel }) {
    this.#title.textContent = title;
    this.#text.textContent = text;
    this.#facts.hidden = facts.length === 0;
    this.#facts.replaceChildren(
      ...facts.flatMap(([name, value]) => [textOf('dt', name), textOf('dd', value)]),
    );
    this.#code.hidden = code === null;
    this.#code.textContent = code ?? '';
    this.#retry.hidden = retryLabel === null;
    this.#retry.textContent = retryLabel ?? '';
    this.#section.hidden = false;
    this.#title.focus();
  }
}

/**
 * @param {'dt' | 'dd'} tag
 * @param {string} text
 */
function textOf(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

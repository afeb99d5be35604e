import { element } from './elements.js';

/** The page after a call, or instead of one: what happened, what to do, and a button where a button helps. */
export class NoticeView {
  #section = element('notice', HTMLElement);
  #title = element('notice-title', HTMLElement);
  #text = element('notice-text', HTMLElement);
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
   * @param {string | null} notice.code  for a message to whoever runs the node
   * @param {string | null} notice.retryLabel  null: no button
   */
  show({ title, text, code, retryLabel }) {
    this.#title.textContent = title;
    this.#text.textContent = text;
    this.#code.hidden = code === null;
    this.#code.textContent = code ?? '';
    this.#retry.hidden = retryLabel === null;
    this.#retry.textContent = retryLabel ?? '';
    this.#section.hidden = false;
    this.#title.focus();
  }
}

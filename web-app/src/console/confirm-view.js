import { element } from '../page/elements.js';

/**
 * @typedef {object} Question
 * @property {string} title
 * @property {string} text  what happens, and whether it can be undone
 * @property {string} yes  what the button says
 * @property {string} done  what is said when it is done
 * @property {() => Promise<{ key?: string } | null>} run  does it; with a key that is shown once
 */

/** Asks before anything is done, says why it was refused, and shows what is shown only once. */
export class ConfirmView {
  /** It is done. @type {(text: string) => void} */
  onDone = () => {};

  #dialog = element('confirm', HTMLDialogElement);
  #title = element('confirm-title', HTMLElement);
  #text = element('confirm-text', HTMLElement);
  #error = element('confirm-error', HTMLElement);
  #made = element('confirm-made', HTMLElement);
  #madeKey = element('confirm-made-key', HTMLInputElement);
  #no = element('confirm-no', HTMLButtonElement);
  #yes = element('confirm-yes', HTMLButtonElement);
  /** @type {Question | null} */
  #question = null;

  constructor() {
    this.#no.addEventListener('click', () => this.close());
    this.#dialog.addEventListener('close', () => this.#dialog.open || this.#forget());
    element('confirm-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#run();
    });
  }

  /** @param {Question} question */
  ask(question) {
    this.#forget();
    this.#question = question;
    this.#title.textContent = question.title;
    this.#text.textContent = question.text;
    this.#yes.textContent = question.yes;
    this.#dialog.showModal();
    this.#no.focus();
  }

  close() {
    this.#dialog.close();
    // Its event comes a moment later, and a new key is not to stay that long.
    this.#forget();
  }

  async #run() {
    const question = this.#question;
    if (!question || this.#yes.disabled) {
      return;
    }
    this.#yes.disabled = true;
    this.#error.textContent = '';
    try {
      const made = await question.run();
      if (this.#question === question) {
        this.#finish(question, made?.key);
      }
    } catch (error) {
      this.#error.textContent = error instanceof Error ? error.message : String(error);
    }
    this.#yes.disabled = false;
  }

  /**
   * @param {Question} question
   * @param {string} [key]
   */
  #finish(question, key) {
    this.onDone(question.done);
    if (!key) {
      this.#dialog.close();
      return;
    }
    this.#text.textContent = question.done;
    this.#madeKey.value = key;
    this.#made.hidden = false;
    this.#yes.hidden = true;
    this.#no.textContent = 'Close';
    this.#madeKey.select();
  }

  #forget() {
    this.#question = null;
    this.#error.textContent = '';
    this.#made.hidden = true;
    this.#madeKey.value = '';
    this.#yes.hidden = false;
    this.#yes.disabled = false;
    this.#no.textContent = 'Cancel';
  }
}

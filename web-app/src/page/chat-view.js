import { element } from './elements.js';
import { FileRow } from './file-row.js';

/** So many lines stay on the page. */
const MAX_LINES = 500;

/** CSS pixels from the end that count as the end. */
const NEAR_THE_END = 48;

/**
 * @typedef {import('../files/outgoing-file.js').OutgoingFile} OutgoingFile
 * @typedef {import('../files/incoming-file.js').IncomingFile} IncomingFile
 */

/** What is said in writing, and the files, in one list. Everything that came from others is shown as text only. */
export class ChatView {
  #log = element('chat-log', HTMLElement);
  #atEnd = true;
  #empty = element('chat-empty', HTMLElement);
  #input = element('chat-input', HTMLTextAreaElement);
  #form = element('chat-form', HTMLFormElement);
  #language;
  #actions;
  /** @type {Map<OutgoingFile | IncomingFile, FileRow>} */
  #rows = new Map();

  /**
   * @param {import('./language/language.js').Language} language
   * @param {object} actions
   * @param {(text: string) => boolean} actions.onSend  answers whether it went out
   * @param {(files: readonly File[]) => void} actions.onFiles
   * @param {(transfer: IncomingFile) => void} actions.onAccept
   * @param {(transfer: OutgoingFile | IncomingFile) => void} actions.onCancel
   */
  constructor(language, actions) {
    this.#language = language;
    this.#actions = actions;
    const files = element('chat-file', HTMLInputElement);
    files.addEventListener('change', () => {
      actions.onFiles([...(files.files ?? [])]);
      files.value = '';
    });
    element('chat-attach', HTMLButtonElement).addEventListener('click', () => files.click());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
    });
    this.#log.addEventListener('scroll', () => (this.#atEnd = this.#seesTheEnd()));
    new ResizeObserver(() => this.#stay()).observe(this.#log);
    takeDrops(element('stage', HTMLElement), (dropped) => actions.onFiles(dropped));
  }

  /** @param {boolean} may  whether this side's link allows writing */
  allow(may) {
    this.#form.hidden = !may;
    element('chat-forbidden', HTMLElement).hidden = may;
  }

  focus() {
    this.#input.focus();
  }

  /**
   * @param {object} line
   * @param {string} line.who
   * @param {string} line.text
   * @param {boolean} line.own
   * @param {number} line.atMs  since 1970
   */
  add({ who, text, own, atMs }) {
    const item = document.createElement('div');
    item.className = 'chat-line';
    item.toggleAttribute('data-own', own);
    const head = document.createElement('p');
    head.className = 'chat-head';
    const name = document.createElement('strong');
    name.textContent = who;
    const time = document.createElement('time');
    time.textContent = this.#language.time(atMs);
    head.append(name, time);
    const body = document.createElement('p');
    body.className = 'chat-text';
    body.textContent = text;
    item.append(head, body);
    this.#append(item);
  }

  /**
   * A file is new, or something of it has changed.
   *
   * @param {OutgoingFile | IncomingFile} transfer
   * @param {string} who  the other side
   * @returns {boolean} whether it is new
   */
  showFile(transfer, who) {
    const known = this.#rows.get(transfer);
    const row = known ?? new FileRow(transfer, who, this.#language, this.#actions);
    row.show();
    if (!known) {
      this.#rows.set(transfer, row);
      this.#append(row.element);
    }
    this.#stay(); // a row may have grown
    return !known;
  }

  #send() {
    const text = this.#input.value.trim();
    if (text !== '' && this.#actions.onSend(text)) {
      this.#input.value = '';
    }
  }

  /** @param {HTMLElement} item */
  #append(item) {
    this.#empty.hidden = true;
    this.#log.append(item);
    while (this.#log.childElementCount > MAX_LINES) {
      this.#log.firstElementChild?.remove();
    }
    this.#stay();
  }

  #seesTheEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    return scrollTop + clientHeight > scrollHeight - NEAR_THE_END;
  }

  /** Who reads what was said last goes on doing so, whatever comes and however large the page is. */
  #stay() {
    if (this.#atEnd) {
      this.#log.scrollTop = this.#log.scrollHeight;
    }
  }
}

/**
 * @param {HTMLElement} target
 * @param {(files: File[]) => void} onFiles
 */
function takeDrops(target, onFiles) {
  target.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) {
      event.preventDefault();
      target.toggleAttribute('data-dropping', true);
    }
  });
  target.addEventListener('dragleave', () => target.toggleAttribute('data-dropping', false));
  target.addEventListener('drop', (event) => {
    event.preventDefault();
    target.toggleAttribute('data-dropping', false);
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}

import { IncomingFile } from '../files/incoming-file.js';

/**
 * @typedef {import('../files/outgoing-file.js').OutgoingFile} OutgoingFile
 * @typedef {import('./language/language.js').Language} Language
 */

/** One file on its way, in the list of the chat: name, size, progress, and what can be done with it. */
export class FileRow {
  element = document.createElement('div');

  #transfer;
  #language;
  #who;
  #status = document.createElement('p');
  #progress = document.createElement('progress');
  #accept = button('primary');
  #cancel = button('quiet');
  #save = document.createElement('a');

  /**
   * @param {OutgoingFile | IncomingFile} transfer
   * @param {string} who  the other side
   * @param {Language} language
   * @param {object} actions
   * @param {(transfer: IncomingFile) => void} actions.onAccept
   * @param {(transfer: OutgoingFile | IncomingFile) => void} actions.onCancel
   */
  constructor(transfer, who, language, { onAccept, onCancel }) {
    this.#transfer = transfer;
    this.#who = who;
    this.#language = language;
    this.element.className = 'chat-line file';
    this.element.toggleAttribute('data-own', !(transfer instanceof IncomingFile));
    const head = document.createElement('p');
    head.className = 'chat-head';
    head.textContent = this.#headline();
    const name = document.createElement('p');
    name.className = 'file-name';
    name.textContent = transfer.name;
    this.#progress.setAttribute('aria-label', language.say('file.progress', { name: transfer.name }));
    this.#status.className = 'file-status';
    this.#accept.textContent = language.say('file.accept');
    this.#accept.addEventListener('click', () => transfer instanceof IncomingFile && onAccept(transfer));
    this.#cancel.addEventListener('click', () => onCancel(transfer));
    this.#save.className = 'button primary small';
    this.#save.textContent = language.say('file.save');
    this.#save.download = transfer.name;
    const actions = document.createElement('p');
    actions.className = 'file-actions';
    actions.append(this.#accept, this.#cancel, this.#save);
    this.element.append(head, name, this.#progress, this.#status, actions);
  }

  /** Shows how it is now. */
  show() {
    const { state, moved, size } = this.#transfer;
    const incoming = this.#transfer instanceof IncomingFile ? this.#transfer : null;
    const begun = moved > 0 || state === 'moving';
    this.element.dataset.state = state;
    this.#progress.hidden = !begun || this.#transfer.over;
    this.#progress.max = Math.max(1, size);
    this.#progress.value = moved;
    this.#status.textContent = this.#sentence();
    this.#accept.hidden = !incoming || state !== 'offered';
    this.#cancel.hidden = this.#transfer.over;
    this.#cancel.textContent = this.#language.say(
      incoming && state === 'offered' ? 'file.decline' : 'file.cancel',
    );
    this.#save.hidden = !incoming?.blob;
    if (incoming?.blob && !this.#save.href) {
      // Never under a type that a browser would open in this page's name.
      const plain = new Blob([incoming.blob], { type: 'application/octet-stream' });
      this.#save.href = URL.createObjectURL(plain);
    }
  }

  #headline() {
    return this.#transfer instanceof IncomingFile
      ? this.#language.say('file.offer', { name: this.#who })
      : this.#language.say('file.to', { name: this.#who });
  }

  #sentence() {
    const language = this.#language;
    const { state, reason } = this.#transfer;
    const size = language.size(this.#transfer.size);
    if (state === 'cancelled') {
      return language.say(`file.reason.${reason ?? 'sender'}`);
    }
    if (state === 'moving') {
      return language.say('file.moving', { moved: language.size(this.#transfer.moved), size });
    }
    if (state === 'offered') {
      return this.#transfer instanceof IncomingFile ? size : language.say('file.offered', { size });
    }
    return language.say(state === 'done' ? 'file.done' : 'file.interrupted', { size });
  }
}

/** @param {'primary' | 'quiet'} kind */
function button(kind) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = `button ${kind} small`;
  return made;
}

/**
 * All buttons that switch something, wherever they stand on the page (`data-control`), and their keys.
 *
 * @typedef {'microphone' | 'camera' | 'screen' | 'chat' | 'details' | 'devices' | 'pip' | 'fullscreen'} Control
 */

const KEYS = /** @type {Readonly<Record<string, Control>>} */ (
  Object.freeze({
    m: 'microphone',
    v: 'camera',
    s: 'screen',
    c: 'chat',
    d: 'details',
    p: 'pip',
    f: 'fullscreen',
  })
);

/** @type {readonly Control[]} */
const CONTROLS = Object.freeze([...Object.values(KEYS), 'devices']);

/** How long a copy button says that it worked. */
const COPIED_SHOWN_MS = 2_000;

export class ControlsView {
  #root;
  #language;

  /**
   * @param {Document} root
   * @param {import('./language/language.js').Language} language
   * @param {object} actions
   * @param {(name: Control) => void} actions.onUse
   * @param {() => Promise<boolean>} actions.onCopy  answers whether it worked
   */
  constructor(root, language, { onUse, onCopy }) {
    this.#root = root;
    this.#language = language;
    for (const name of CONTROLS) {
      this.#each(name, (button) => button.addEventListener('click', () => onUse(name)));
    }
    this.#each('copy', (button) =>
      button.addEventListener('click', async () => {
        if (await onCopy()) {
          this.#showCopied(button);
        }
      }),
    );
    root.addEventListener('keydown', (event) => {
      const name = isShortcut(event) && KEYS[event.key.toLowerCase()];
      if (name) {
        event.preventDefault(); // the key is not for the field that may get the focus now
        onUse(name);
      }
    });
  }

  /**
   * @param {'microphone' | 'camera'} name
   * @param {import('./media-devices.js').Device} device
   */
  showDevice(name, { on, starting, error }) {
    this.#each(name, (button) => {
      button.setAttribute('aria-pressed', String(on));
      button.setAttribute('aria-busy', String(starting));
      button.toggleAttribute('data-error', error !== null);
    });
  }

  /**
   * @param {Control} name
   * @param {boolean} on
   */
  showPressed(name, on) {
    this.#each(name, (button) => button.setAttribute('aria-pressed', String(on)));
  }

  /**
   * Takes away what the browser cannot do, or the user may not.
   *
   * @param {Control} name
   * @param {boolean} possible
   */
  showPossible(name, possible) {
    this.#each(name, (button) => (button.hidden = !possible));
  }

  /**
   * @param {number} count  0: no badge
   */
  showUnread(count) {
    this.#each('chat', (button) => {
      const label = count > 0 ? this.#language.say('chat.unread', { count }) : '';
      button.toggleAttribute('data-unread', count > 0);
      button.setAttribute('aria-description', label);
    });
  }

  /**
   * @param {string} control
   * @param {(button: HTMLElement) => void} action
   */
  #each(control, action) {
    for (const button of this.#root.querySelectorAll(`[data-control="${control}"]`)) {
      action(/** @type {HTMLElement} */ (button));
    }
  }

  /** @param {HTMLElement} button */
  #showCopied(button) {
    const show = (
      /** @type {'check' | 'link'} */ symbol,
      /** @type {'lobby.copied' | 'lobby.copy'} */ key,
    ) => {
      button.querySelector('use')?.setAttribute('href', `#icon-${symbol}`);
      const text = button.querySelector('[data-copy-text]');
      if (text) {
        text.textContent = this.#language.say(key);
      }
    };
    show('check', 'lobby.copied');
    setTimeout(() => show('link', 'lobby.copy'), COPIED_SHOWN_MS);
  }
}

/** @param {KeyboardEvent} event */
function isShortcut({ target, ctrlKey, metaKey, altKey, repeat }) {
  const typing = target instanceof Element && target.closest('input, select, textarea') !== null;
  return !typing && !ctrlKey && !metaKey && !altKey && !repeat;
}

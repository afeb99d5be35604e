/**
 * The switches for microphone and camera and the copy buttons, wherever they stand on the page, and their keys.
 *
 * @typedef {import('./media-devices.js').DeviceName} DeviceName
 */

const KEYS = /** @type {Readonly<Record<string, DeviceName>>} */ (
  Object.freeze({ m: 'microphone', v: 'camera' })
);

/** How long a copy button says that it worked. */
const COPIED_SHOWN_MS = 2_000;

export class ControlsView {
  #root;

  /**
   * @param {Document} root
   * @param {object} actions
   * @param {(name: DeviceName) => void} actions.onToggle
   * @param {() => Promise<boolean>} actions.onCopy  answers whether it worked
   */
  constructor(root, { onToggle, onCopy }) {
    this.#root = root;
    for (const name of Object.values(KEYS)) {
      this.#each(name, (button) => button.addEventListener('click', () => onToggle(name)));
    }
    this.#each('copy', (button) =>
      button.addEventListener('click', async () => {
        if (await onCopy()) {
          showCopied(button);
        }
      }),
    );
    root.addEventListener('keydown', (event) => {
      const name = isShortcut(event) && KEYS[event.key.toLowerCase()];
      if (name) {
        onToggle(name);
      }
    });
  }

  /**
   * @param {DeviceName} name
   * @param {import('./media-devices.js').Device} device
   */
  show(name, { on, starting, error }) {
    const key = name === 'microphone' ? 'm' : 'v';
    this.#each(name, (button) => {
      button.setAttribute('aria-pressed', String(on));
      button.setAttribute('aria-busy', String(starting));
      button.toggleAttribute('data-error', error !== null);
      button.title = `Turn ${name} ${on ? 'off' : 'on'} (${key})`;
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
}

/** @param {HTMLElement} button */
function showCopied(button) {
  const text = button.querySelector('[data-copy-text]');
  const use = button.querySelector('use');
  use?.setAttribute('href', '#icon-check');
  if (text) {
    text.textContent = 'Link copied';
  }
  setTimeout(() => {
    use?.setAttribute('href', '#icon-link');
    if (text) {
      text.textContent = 'Copy invite link';
    }
  }, COPIED_SHOWN_MS);
}

/** @param {KeyboardEvent} event */
function isShortcut({ target, ctrlKey, metaKey, altKey, repeat }) {
  const typing = target instanceof Element && target.closest('input, select, textarea') !== null;
  return !typing && !ctrlKey && !metaKey && !altKey && !repeat;
}

import { element } from './elements.js';

/** @typedef {'chat' | 'details'} PanelName */

/** The panels beside the stage, of which at most one is open. */
export class SidePanels {
  /** @type {PanelName | null} */
  open = null;

  #panels = {
    chat: element('chat-panel', HTMLElement),
    details: element('details-panel', HTMLElement),
  };
  #onChange;
  /** What had the focus before a panel was opened. @type {Element | null} */
  #opener = null;

  /** @param {(open: PanelName | null) => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    for (const panel of Object.values(this.#panels)) {
      panel.querySelector('[data-close]')?.addEventListener('click', () => this.show(null));
      panel.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') {
          this.show(null);
        }
      });
    }
  }

  /** @param {PanelName} name */
  toggle(name) {
    this.show(this.open === name ? null : name);
  }

  /** @param {PanelName | null} name */
  show(name) {
    if (name === this.open) {
      return;
    }
    if (this.open === null) {
      this.#opener = document.activeElement;
    }
    this.open = name;
    for (const [each, panel] of Object.entries(this.#panels)) {
      panel.hidden = each !== name;
    }
    this.#onChange(name);
    if (name === null) {
      this.#giveFocusBack();
    }
  }

  /** To what opened the panel; to the button of its menu where it was in the menu, which is closed by now. */
  #giveFocusBack() {
    const opener = this.#opener;
    const menu = opener?.closest('[popover]');
    const button = menu ? document.querySelector(`.round-button[popovertarget="${menu.id}"]`) : opener;
    if (button instanceof HTMLElement && button !== document.body) {
      button.focus();
    }
  }
}

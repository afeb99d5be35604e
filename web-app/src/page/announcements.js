import { element } from './elements.js';

/** How long a sentence stays that nobody has to answer. */
const TOAST_SHOWN_MS = 8_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let toastTimer;

/**
 * The state of the call, for everybody who looks: the chip in the head of the page, and `<html data-call-state>`.
 *
 * @param {string} state
 * @param {string} chip
 */
export function showState(state, chip) {
  document.documentElement.dataset.callState = state;
  element('status-text', HTMLElement).textContent = chip;
}

/**
 * The page instead of a call.
 *
 * @param {import('./language/language.js').Language} language
 * @param {import('./notice-view.js').NoticeView} notice
 * @param {import('../client/errors.js').ErrorCode} code
 * @param {readonly (readonly [string, string])[]} [facts]
 */
export function showRefusal(language, notice, code, facts = []) {
  const { title, advice, canRetry } = language.error(code);
  showState('refused', language.say('chip.refused'));
  notice.show({ title, text: advice, facts, code, retryLabel: canRetry ? language.say('left.again') : null });
}

/** A sentence that goes away by itself. @param {string} text  empty: nothing to say any more */
export function toast(text) {
  const box = element('toast', HTMLElement);
  box.textContent = text;
  box.hidden = text === '';
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (box.hidden = true), TOAST_SHOWN_MS);
}

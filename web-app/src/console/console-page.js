import { element } from '../page/elements.js';
import { Board } from './board.js';
import { Live } from './live.js';
import { Refusal, readSession, signIn, signOut } from './session.js';
import { clockTime } from './texts.js';

const TOAST_MS = 6_000;

const door = element('door', HTMLElement);
const doorTitle = element('door-title', HTMLElement);
const doorForm = element('door-form', HTMLFormElement);
const doorKey = element('door-key', HTMLInputElement);
const doorError = element('door-error', HTMLElement);
const boardPart = element('board', HTMLElement);
const sessionPart = element('session', HTMLElement);
const sessionText = element('session-text', HTMLElement);
const liveChip = element('live', HTMLElement);
const liveText = element('live-text', HTMLElement);
const toast = element('toast', HTMLElement);

/** @type {Board | null} */
let board = null;
let toastTimer = 0;

const live = new Live();
live.onNews = (news) => board?.show(news);
live.onChange = (on) => {
  liveChip.dataset.live = on ? 'on' : 'off';
  liveText.textContent = on ? 'Live' : 'Connecting';
};
live.onDoubt = () => {
  readSession().then(
    (session) => session ?? close('Your session has ended. Sign in again.'),
    () => {},
  );
};

/** @param {string} text */
function tell(text) {
  toast.textContent = text;
  toast.hidden = false;
  window.clearTimeout(toastTimer);
  toastTimer = window.setTimeout(() => (toast.hidden = true), TOAST_MS);
}

/** @param {string} [why] */
function close(why = '') {
  live.close();
  board?.close();
  board = null;
  boardPart.hidden = true;
  sessionPart.hidden = true;
  liveChip.hidden = true;
  door.hidden = false;
  doorError.textContent = why;
  (why ? doorKey : doorTitle).focus();
}

/** @param {import('./session.js').Session} session */
function open(session) {
  door.hidden = true;
  boardPart.hidden = false;
  sessionPart.hidden = false;
  sessionText.textContent = `Signed in until ${clockTime(session.endsAt)}`;
  liveChip.hidden = false;
  live.onChange(false);
  board = new Board(session, tell);
  live.open();
}

doorForm.addEventListener('submit', async (event) => {
  event.preventDefault();
  const key = doorKey.value.trim();
  doorError.textContent = key ? '' : 'Paste an API key here.';
  if (!key) {
    doorKey.focus();
    return;
  }
  try {
    await signIn(key);
    doorKey.value = '';
    const session = await readSession();
    if (!session) {
      throw new Refusal(
        'no-cookie',
        'The browser did not keep the session: it must accept cookies of this site.',
      );
    }
    open(session);
    element('board-title', HTMLElement).focus();
  } catch (error) {
    doorError.textContent = error instanceof Error ? error.message : String(error);
    doorKey.focus();
  }
});

element('sign-out', HTMLButtonElement).addEventListener('click', async () => {
  await signOut().catch(() => {});
  close();
});

readSession().then(
  (session) => (session ? open(session) : close()),
  (error) => close(error.message),
);

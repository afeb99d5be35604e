import { readPageLink } from './join-link.js';
import { API } from './site.js';

const api = API ?? window.location.origin;

const curl = [
  `curl -X POST ${api}/v1/rooms \\`,
  `  -H "Authorization: Bearer $OTTER_API_KEY" \\`,
  `  -H "Content-Type: application/json" \\`,
  `  -d '{"uniqueName":"tea-at-four"}'`,
].join('\n');

const form = /** @type {HTMLFormElement} */ (document.getElementById('join-form'));
const input = /** @type {HTMLInputElement} */ (document.getElementById('join-link'));
const error = /** @type {HTMLElement} */ (document.getElementById('join-error'));
const copy = /** @type {HTMLButtonElement} */ (document.getElementById('copy-curl'));
/** @type {HTMLElement} */ (document.getElementById('curl')).textContent = curl;

/**
 * @param {string} text  what was pasted
 * @returns {string} why it cannot be opened; empty when it can
 */
function refusal(text) {
  const link = readPageLink(text);
  if (!link) {
    return 'This is not a join link. It looks like …/otter-meet/name?token=…';
  }
  if (!link.token) {
    return 'The part after “?token=” is missing. Copy the whole link.';
  }
  const { host, origin } = new URL(text);
  return origin === window.location.origin || origin === api
    ? ''
    : `This link belongs to ${host}. Open it in the address bar instead.`;
}

/**
 * Where to go for a good link: a link of the nodes is opened by the page of this site, if it has one of its own.
 *
 * @param {string} text
 */
function pageOf(text) {
  const { origin } = new URL(text);
  const link = readPageLink(text);
  if (!link?.token || origin === window.location.origin) {
    return text;
  }
  const page = new URL('otter-meet/', window.location.href);
  page.search = new URLSearchParams({ room: link.room, token: link.token }).toString();
  return page.href;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = input.value.trim();
  error.textContent = refusal(text);
  input.setAttribute('aria-invalid', String(error.textContent !== ''));
  if (error.textContent) {
    input.focus();
  } else {
    window.location.assign(pageOf(text));
  }
});

copy.addEventListener('click', async () => {
  await navigator.clipboard.writeText(curl);
  copy.textContent = 'Copied';
});

import { parseJoinLink } from '../client/join-link.js';

/** Where a static host has the page: it cannot answer at a path for each room, nor always at its root. */
const SITE_PATH = /\/otter-meet\/(?:index\.html)?$/;

/**
 * Reads the page's own link. The token is a secret: it leaves the address bar at once (browser history, screenshots,
 * referrers), and is kept for this tab only, so that F5 works.
 *
 * @param {object} page
 * @param {Pick<Location, 'href'>} page.location
 * @param {Pick<History, 'replaceState' | 'state'>} page.history
 * @param {Pick<Storage, 'getItem' | 'setItem'>} page.storage
 * @returns {import('../client/join-link.js').JoinLink | null}
 */
export function takeJoinLink({ location, history, storage }) {
  const url = new URL(location.href);
  const link = readPageLink(location.href);
  if (url.searchParams.has('token')) {
    url.searchParams.delete('token');
    history.replaceState(history.state, '', url.href);
  }
  if (!link) {
    return null;
  }
  const key = `otter.token.${link.room}`;
  if (link.token === null) {
    return { room: link.room, token: storage.getItem(key) };
  }
  storage.setItem(key, link.token);
  return link;
}

/**
 * Also `https://…/otter-meet/?room=<room>&token=<jwt>`, and either form below a directory.
 *
 * @param {string} href
 * @returns {import('../client/join-link.js').JoinLink | null}
 */
export function readPageLink(href) {
  if (!URL.canParse(href)) {
    return null;
  }
  const url = new URL(href);
  const room = url.searchParams.get('room');
  if (SITE_PATH.test(url.pathname)) {
    return room ? { room, token: url.searchParams.get('token') || null } : null;
  }
  return parseJoinLink(href.replace(url.pathname, url.pathname.replace(/^.*(\/otter-meet\/)/, '$1')));
}

/**
 * The link of this page for others: as it was opened, with the token back in it.
 *
 * @param {string} href  of the page now
 * @param {string} token
 */
export function inviteLink(href, token) {
  const url = new URL(href);
  url.searchParams.set('token', token);
  return url.href;
}

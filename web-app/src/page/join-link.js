import { parseJoinLink } from '../client/join-link.js';

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
  const link = parseJoinLink(location.href);
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

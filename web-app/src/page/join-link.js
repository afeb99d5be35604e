/**
 * Join links look like `/otter-meet/<room id or unique name>?token=<jwt>`. The token is a secret: it leaves the address
 * bar at once (browser history, screenshots, referrers), and is kept for this tab only, so that F5 works.
 *
 * @typedef {{ room: string, token: string | null }} JoinLink
 */

const PATH = /^\/otter-meet\/([^/]+)\/?$/;

/**
 * @param {string} href
 * @returns {JoinLink | null} null when it is no join link at all
 */
export function parseJoinLink(href) {
  try {
    const url = new URL(href);
    const [, segment] = PATH.exec(url.pathname) ?? [];
    return segment
      ? { room: decodeURIComponent(segment), token: url.searchParams.get('token') || null }
      : null;
  } catch {
    return null; // not a URL, or a broken percent-encoding
  }
}

/**
 * @param {string} origin
 * @param {string} room
 * @param {string} token
 */
export function buildJoinLink(origin, room, token) {
  return `${origin}/otter-meet/${encodeURIComponent(room)}?token=${encodeURIComponent(token)}`;
}

/**
 * Reads the page's own link, takes the token out of the address bar and keeps it for a reload.
 *
 * @param {object} page
 * @param {Pick<Location, 'href'>} page.location
 * @param {Pick<History, 'replaceState' | 'state'>} page.history
 * @param {Pick<Storage, 'getItem' | 'setItem'>} page.storage
 * @returns {JoinLink | null}
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

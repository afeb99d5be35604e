/**
 * Join links look like `https://…/otter-meet/<room id or unique name>?token=<jwt>`.
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

import { browserEnvironment } from './environment.js';
import { OtterError } from './errors.js';
import { parseJoinLink } from './join-link.js';
import { checkRoom } from './room-api.js';
import { Room } from './room.js';

/**
 * Joins the call of a join link. Answers at once: `room.joined()` tells when this side is in, and events that matter
 * wait for their first listener.
 *
 * @param {string} link  as the room API hands it out
 * @param {object} [options]
 * @param {Record<string, MediaStreamTrack>} [options.tracks]  to send from the beginning, by name
 * @param {string} [options.name]  how this side wants to be called
 * @param {boolean} [options.reports]  false: whoever runs the call is not told how good it is
 * @param {string} [options.origin]  of the node, where it is not the link's
 * @param {import('./environment.js').Environment} [options.environment]  for tests: fakes
 * @returns {Room}
 * @throws {OtterError} link-invalid, token-missing
 */
export function join(
  link,
  { tracks = {}, name, reports = true, origin, environment = browserEnvironment(globalThis) } = {},
) {
  const room = new Room(readLink(link, origin), environment, reports);
  for (const [slot, track] of Object.entries(tracks)) {
    void room.publish(slot, track);
  }
  if (name !== undefined) {
    room.introduceAs(name);
  }
  return room;
}

/**
 * Asks whether a call is valid, and who is there, without joining it.
 *
 * @param {string} link
 * @param {object} [options]
 * @param {string} [options.origin]
 * @param {import('./environment.js').Environment} [options.environment]
 * @returns {Promise<import('./room-api.js').RoomStatus>}
 * @throws {OtterError} link-invalid, token-missing, and why the server refuses
 */
export async function look(link, { origin, environment = browserEnvironment(globalThis) } = {}) {
  const { room, refusal } = await checkRoom({ fetch: environment.fetch, ...readLink(link, origin) });
  if (refusal !== null) {
    throw new OtterError(refusal);
  }
  return room;
}

/**
 * @param {string} link
 * @param {string | undefined} origin
 */
function readLink(link, origin) {
  const parsed = parseJoinLink(link);
  if (!parsed) {
    throw new OtterError('link-invalid');
  }
  if (parsed.token === null) {
    throw new OtterError('token-missing');
  }
  return { origin: origin ?? new URL(link).origin, room: parsed.room, token: parsed.token };
}

import { checkRoom } from './room-api.js';
import { Signaling } from './signaling.js';

/**
 * Asks whether the call is valid, and makes the way to its server, which is not opened yet.
 *
 * @param {object} options
 * @param {import('./environment.js').Environment} options.environment
 * @param {{ origin: string, room: string, token: string }} options.link
 * @param {import('./ice-servers.js').IceServers} options.iceServers  asked for meanwhile
 * @param {import('./signaling.js').SignalingOptions['onMessage']} options.onMessage
 * @param {import('./signaling.js').SignalingOptions['onState']} options.onState
 * @returns {Promise<{ signaling: Signaling, refusal: null }
 *   | { signaling: null, refusal: import('./errors.js').ErrorCode }>}
 */
export async function wayIn({ environment, link, iceServers, onMessage, onState }) {
  const check = () => checkRoom({ fetch: environment.fetch, ...link });
  const [answer] = await Promise.all([check(), iceServers.freshen()]);
  if (answer.refusal !== null) {
    return { signaling: null, refusal: answer.refusal };
  }
  const query = new URLSearchParams({ roomId: answer.room.roomId, token: link.token });
  const signaling = new Signaling({
    environment,
    url: () => `${link.origin.replace(/^http/, 'ws')}/ws?${query}`,
    explainRefusal: async () => {
      const { refusal } = await check();
      return refusal === 'server-unreachable' ? null : refusal;
    },
    onMessage,
    onState,
  });
  return { signaling, refusal: null };
}

import { until } from './until.js';

const BOUND_MS = 60_000;

/**
 * Waits until a node says that a call has a certain cause.
 *
 * @param {import('./otter-node.js').OtterNode} node
 * @param {string} room  its id or unique name
 * @param {string} cause  see docs/why-calls-fail.md
 * @param {boolean} failed  whether the call failed by it
 * @returns {Promise<any>} the timeline
 */
export async function untilCause(node, room, cause, failed) {
  let last = '';
  try {
    return await until(`the cause is ${cause}`, BOUND_MS, async () => {
      const timeline = await timelineOf(node, room);
      last = JSON.stringify(
        timeline.events?.map((/** @type {any} */ { type, code }) => `${type} ${code ?? ''}`),
      );
      return timeline.cause === cause && timeline.failed === failed && timeline;
    });
  } catch (error) {
    throw new Error(`${room}: ${last}`, { cause: error });
  }
}

/**
 * What happened to a call and why it failed, as an operator sees it.
 *
 * @param {import('./otter-node.js').OtterNode} node
 * @param {string} room
 * @returns {Promise<any>}
 */
async function timelineOf({ origin, apiKey }, room) {
  const headers = { Authorization: `Bearer ${apiKey}` };
  return (await fetch(`${origin}/v1/rooms/${room}/timeline`, { headers })).json();
}

/**
 * Runs in the page, before anything of it: its connections get other ICE servers than the node has given.
 *
 * @param {string} how  `wrong-password` or `nobody-there`: another password than the relay's, as with another
 *   turn.secret; a port where nobody is
 */
export function changeServers(how) {
  const page = /** @type {any} */ (window);
  const { RTCPeerConnection } = page;
  /** @param {RTCIceServer} server */
  const changed = (server) => {
    if (!server.credential) {
      return server;
    }
    return (
      {
        'wrong-password': { ...server, credential: 'wrong' },
        'nobody-there': { ...server, urls: ['turn:127.0.0.1:9?transport=udp'] },
      }[how] ?? server
    );
  };
  /** @param {RTCConfiguration} [configuration] */
  const other = (configuration) => ({
    ...configuration,
    iceServers: configuration?.iceServers?.map(changed),
  });
  page.RTCPeerConnection = class extends RTCPeerConnection {
    /** @param {RTCConfiguration} [configuration] */
    constructor(configuration) {
      super(other(configuration));
    }

    /** @param {RTCConfiguration} [configuration] */
    setConfiguration(configuration) {
      super.setConfiguration(other(configuration));
    }
  };
}

import { readFile } from 'node:fs/promises';
import { newPerson } from './browser.js';
import { CallSide } from './call.js';
import { OtterNode } from './otter-node.js';
import { untilReady } from './relayed.js';
import { until } from './until.js';

/** A browser may try for forty seconds before it gives a relay up. */
const BOUND_MS = 120_000;

/**
 * Waits until a node says that a call has a certain cause.
 *
 * @param {OtterNode} node
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
 * @param {OtterNode} node
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

/** @returns {Promise<Map<string, string>>} what happened, by cause, as the documentation has it */
export async function documentedCauses() {
  const page = await readFile(new URL('../../docs/why-calls-fail.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `([a-z-]+)` \| ([^|]+) \|/gm);
  return new Map([...rows].map(([, cause = '', text = '']) => [cause, text]));
}

/** A node with a relay of its own. @param {string} name */
export async function startWithRelay(name) {
  const environment = {
    OTTER_TURN_DRIVER: 'process',
    OTTER_TURN_RELAYS: '1',
    OTTER_TURN_ALLOWED_PEERS: '127.0.0.0/8',
  };
  const node = await OtterNode.start({ name, environment });
  await untilReady(node, 1);
  return node;
}

/**
 * Two come to a room of their own.
 *
 * @param {OtterNode} node
 * @param {import('playwright-core').Browser} browser
 * @param {string} name  of the room
 * @param {(page: import('playwright-core').Page, index: number) => Promise<unknown>} [prepare]
 * @returns {Promise<[CallSide, CallSide]>}
 */
export async function twoCome(node, browser, name, prepare = async () => {}) {
  const { url } = await node.createRoom(name);
  const sides = [];
  for (const who of ['Ada', 'Ben']) {
    const side = new CallSide(who, await newPerson(browser));
    await prepare(side.page, sides.length);
    await side.openLobby(url);
    await side.join();
    sides.push(side);
  }
  return /** @type {[CallSide, CallSide]} */ (sides);
}

/** @param {CallSide[]} sides */
export async function leave(sides) {
  for (const side of sides) {
    await side.leave();
    await side.page.context().close();
  }
}

import { join } from '../../src/client/index.js';
import { fakeEnvironment, settle } from './fake-environment.js';
import { FakeWebSocket } from './fake-web-socket.js';

/** Rooms in the middle of a call, whose server and other people are the test. */
export const LINK = 'http://node/otter-meet/tea?token=a.b.c';
export const LIMITS = { resumeWindowMs: 60_000, heartbeatMs: 5000 };
export const ADA = { connectionId: 'ada.1', state: 'live' };

/** @param {Parameters<typeof fakeEnvironment>[0]} [answer] */
export async function opened(answer) {
  const parts = fakeEnvironment(answer);
  const room = join(LINK, { environment: parts.environment });
  /** @type {string[]} */
  const states = [];
  room.on('status', ({ state, error, departed }) =>
    states.push([state, error, departed].filter(Boolean).join(' ')),
  );
  await settle();
  if (FakeWebSocket.made.length > 0) {
    FakeWebSocket.last.serverOpens();
  }
  return { room, states, ...parts };
}

/**
 * @param {object[]} [peers]
 * @param {object} [more]
 */
export async function welcomed(peers = [], more = {}) {
  const parts = await opened();
  FakeWebSocket.last.serverSays({ type: 'welcome', connectionId: 'me.1', ...LIMITS, peers, ...more });
  return parts;
}

/**
 * @param {number} seq
 * @param {unknown} payload
 * @param {object} [more]
 */
export function adaSays(seq, payload, more = {}) {
  FakeWebSocket.last.serverSays({
    roomId: 'rm_1',
    source: 'ada.1',
    destination: 'me.1',
    seq,
    payload,
    ...more,
  });
}

/** @returns {any[]} the payloads that went out */
export const payloads = () => FakeWebSocket.last.said.map(({ payload }) => payload).filter(Boolean);

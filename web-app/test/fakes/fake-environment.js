import { FakeClock } from './fake-clock.js';
import { FakePeerConnection } from './fake-peer-connection.js';
import { FakeWebSocket } from './fake-web-socket.js';

/**
 * A whole environment of fakes. `random` is 1 almost, so that every wait is the longest there can be.
 *
 * @param {(path: string) => { status?: number, body?: unknown } | 'offline'} [answer]  what the node says over HTTP
 */
export function fakeEnvironment(answer = emptyRoom) {
  FakeWebSocket.made = [];
  FakePeerConnection.made = [];
  const clock = new FakeClock();
  let secrets = 0;
  /** @type {string[]} */
  const asked = [];
  const environment = /** @type {import('../../src/client/environment.js').Environment} */ (
    /** @type {unknown} */ ({
      RTCPeerConnection: FakePeerConnection,
      WebSocket: FakeWebSocket,
      MediaStream: class {},
      fetch: async (/** @type {string} */ url) => {
        asked.push(url);
        const answered = answer(new URL(url).pathname);
        if (answered === 'offline') {
          throw new TypeError('Failed to fetch');
        }
        return new Response(JSON.stringify(answered.body ?? {}), { status: answered.status ?? 200 });
      },
      setTimeout: clock.setTimeout,
      clearTimeout: clock.clearTimeout,
      nowMs: clock.nowMs,
      random: () => 0.9999,
      randomSecret: () => `secret-${(secrets += 1)}`.padEnd(22, 'x'),
      onWake: () => () => {},
    })
  );
  return { environment, clock, asked };
}

/** @param {string} path */
export function emptyRoom(path) {
  return path.startsWith('/v1/rooms/')
    ? { body: { roomId: 'rm_1', status: 'open', participantCount: 0 } }
    : { body: { iceServers: [], ttl: 600 } };
}

/** Lets everything that waits for nothing but a promise go on. */
export async function settle() {
  for (let turn = 0; turn < 30; turn++) {
    await Promise.resolve();
  }
  await new Promise((resolve) => setImmediate(resolve));
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BACKOFF_BASE_MS, BACKOFF_CAP_MS, backoffMs } from '../src/client/backoff.js';
import { CLOSE_CODES, closeMeaning } from '../src/client/close-codes.js';
import { GHOST_GRACE_MS, SETTLED_AFTER_MS, SignalingChannel } from '../src/client/signaling-channel.js';
import { fakeEnvironment, settle } from './fakes/fake-environment.js';
import { FakeWebSocket } from './fakes/fake-web-socket.js';

/** @typedef {import('../src/client/errors.js').ErrorCode} ErrorCode */

/** @param {() => Promise<ErrorCode | null>} [explainRefusal] */
function newChannel(explainRefusal = async () => null) {
  const { environment, clock } = fakeEnvironment();
  const channel = new SignalingChannel({ environment, url: () => 'ws://node/ws', explainRefusal });
  /** @type {string[]} */
  const states = [];
  channel.on('state', ({ state, error }) => states.push(error ? `${state} ${error}` : state));
  return { channel, clock, states };
}

/** Opens, lets the connection live long enough to count, and returns its socket. */
function openAndSettle(/** @type {ReturnType<typeof newChannel>} */ { channel, clock }) {
  channel.connect();
  FakeWebSocket.last.serverOpens();
  clock.advance(SETTLED_AFTER_MS);
  return FakeWebSocket.last;
}

describe('the signaling channel', () => {
  it('keeps messages that come before anybody listens, in order, and only once', () => {
    const { channel } = newChannel();
    channel.connect();
    FakeWebSocket.last.serverOpens();
    FakeWebSocket.last.serverSays('one');
    FakeWebSocket.last.serverSays('two');
    /** @type {string[]} */
    const heard = [];
    channel.on('message', (text) => heard.push(text));
    FakeWebSocket.last.serverSays('three');
    /** @type {string[]} */
    const late = [];
    channel.on('message', (text) => late.push(text));
    assert.deepEqual(heard, ['one', 'two', 'three']);
    assert.deepEqual(late, []);
  });

  it('says whether a message went out', () => {
    const { channel } = newChannel();
    assert.equal(channel.send('too early'), false);
    channel.connect();
    assert.equal(channel.send('still too early'), false);
    FakeWebSocket.last.serverOpens();
    assert.equal(channel.send('now'), true);
    assert.deepEqual(FakeWebSocket.last.sent, ['now']);
  });

  it('comes back with growing, capped waits, and starts anew after a good connection', async () => {
    const parts = newChannel();
    openAndSettle(parts).serverCloses(1006);
    /** @type {number[]} */
    const waits = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      await settle();
      const [waitMs = NaN] = parts.clock.waitsMs;
      waits.push(waitMs);
      parts.clock.advance(waitMs);
      FakeWebSocket.last.serverCloses(1006);
    }
    assert.deepEqual(waits, [499, 999, 1999, 3999, 7999, 14998, 14998, 14998]);
    await settle();
    parts.clock.advance(BACKOFF_CAP_MS);
    FakeWebSocket.last.serverOpens();
    parts.clock.advance(SETTLED_AFTER_MS);
    FakeWebSocket.last.serverCloses(1001);
    assert.deepEqual(parts.clock.waitsMs, [499]);
  });

  it('does not count a connection that was closed at once as a good one', async () => {
    const parts = newChannel();
    parts.channel.connect();
    for (const expectedMs of [499, 999, 1999]) {
      FakeWebSocket.last.serverOpens();
      FakeWebSocket.last.serverCloses(1011);
      await settle();
      assert.deepEqual(parts.clock.waitsMs, [expectedMs]);
      parts.clock.advance(expectedMs);
    }
  });

  it('asks over HTTP why an upgrade was refused, and stops when there is a reason', async () => {
    const { channel, clock, states } = newChannel(async () => 'token-expired');
    channel.connect();
    FakeWebSocket.last.serverCloses(1006);
    await settle();
    assert.deepEqual(states, ['opening', 'retrying connection-lost', 'closed token-expired']);
    assert.deepEqual(clock.waitsMs, []);
  });

  it('stays closed when the user closed it while it asked', async () => {
    const { channel, clock } = newChannel(async () => null);
    channel.connect();
    FakeWebSocket.last.serverCloses(1006);
    channel.close();
    await settle();
    assert.equal(channel.state, 'closed');
    assert.deepEqual(clock.waitsMs, []);
  });

  it('does not reconnect after close()', () => {
    const parts = newChannel();
    const socket = openAndSettle(parts);
    parts.channel.close();
    socket.serverCloses(1000);
    assert.equal(socket.closedWith, 1000);
    assert.deepEqual(parts.clock.waitsMs, []);
    assert.equal(parts.channel.state, 'closed');
  });

  it('tries at once when told that the network is back', () => {
    const parts = newChannel();
    openAndSettle(parts).serverCloses(1006);
    parts.channel.retryNow();
    assert.equal(FakeWebSocket.made.length, 2);
    assert.deepEqual(parts.clock.waitsMs, []);
  });

  it('takes "room full" for its own ghost for a while after a loss, but not for a stranger', () => {
    const stranger = newChannel();
    stranger.channel.connect();
    FakeWebSocket.last.serverOpens();
    FakeWebSocket.last.serverCloses(4409);
    assert.equal(stranger.states.at(-1), 'closed room-full');

    const returning = newChannel();
    openAndSettle(returning).serverCloses(1001);
    returning.channel.retryNow();
    FakeWebSocket.last.serverOpens();
    FakeWebSocket.last.serverCloses(4409);
    assert.equal(returning.states.at(-1), 'retrying room-full');
    returning.clock.advance(GHOST_GRACE_MS);
    FakeWebSocket.last.serverCloses(4409);
    assert.equal(returning.states.at(-1), 'closed room-full');
  });

  it('does with every close code what its table says', () => {
    for (const [code, { error, retry }] of Object.entries(CLOSE_CODES)) {
      const parts = newChannel();
      openAndSettle(parts).serverCloses(Number(code));
      const ghost = code === '4409';
      const expected = retry === 'never' && !ghost ? `closed ${error}` : `retrying ${error}`;
      assert.equal(parts.states.at(-1), expected, `close code ${code}`);
      assert.deepEqual(
        parts.clock.waitsMs.length,
        expected.startsWith('closed') ? 0 : 1,
        `close code ${code}`,
      );
    }
  });
});

describe('close codes', () => {
  it('are those of the protocol, with these meanings', () => {
    const meanings = Object.fromEntries(
      [1003, 1007, 1009, 4400, 4401, 4403, 4404, 4408, 4409, 4429, 4503].map((code) => {
        const { error, retry } = closeMeaning(code);
        return [code, `${error} ${retry}`];
      }),
    );
    assert.deepEqual(meanings, {
      1003: 'message-binary never',
      1007: 'message-not-utf8 never',
      1009: 'message-too-large never',
      4400: 'message-invalid never',
      4401: 'token-invalid never',
      4403: 'put-out never',
      4404: 'room-not-found never',
      4408: 'too-slow backoff',
      4409: 'room-full never',
      4429: 'node-full slowly',
      4503: 'not-ready soon',
    });
  });

  it('that are unknown are a refusal in the application’s range, a lost connection elsewhere', () => {
    assert.deepEqual(closeMeaning(4777), { error: 'refused', retry: 'never' });
    assert.deepEqual(closeMeaning(1014), { error: 'connection-lost', retry: 'backoff' });
  });
});

describe('the back-off', () => {
  it('has full jitter: from nothing to the ceiling', () => {
    assert.equal(
      backoffMs(3, () => 0),
      0,
    );
    assert.equal(
      backoffMs(0, () => 0.5),
      BACKOFF_BASE_MS / 2,
    );
    assert.ok(backoffMs(1000, () => 0.9999) < BACKOFF_CAP_MS);
  });
});

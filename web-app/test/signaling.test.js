import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GREETING_BOUND_MS, WAKE_BOUND_MS } from '../src/client/line.js';
import { Signaling } from '../src/client/signaling.js';
import { fakeEnvironment, settle } from './fakes/fake-environment.js';
import { FakeWebSocket } from './fakes/fake-web-socket.js';

const WELCOME = { type: 'welcome', connectionId: 'me.1', heartbeatMs: 5000, peers: [] };
const RESUMED = { ...WELCOME, type: 'resumed' };

/** @param {string | null} [refusal] */
function line(refusal = null) {
  const { environment, clock } = fakeEnvironment();
  /** @type {string[]} */
  const states = [];
  /** @type {any[]} */
  const messages = [];
  const signaling = new Signaling({
    environment,
    url: () => 'ws://node/ws',
    explainRefusal: async () => /** @type {any} */ (refusal),
    onMessage: (message) => messages.push(message),
    onState: (state, error) => states.push(error ? `${state} ${error}` : state),
  });
  signaling.connect();
  return { signaling, states, messages, clock };
}

function welcomed() {
  const parts = line();
  FakeWebSocket.last.serverOpens();
  FakeWebSocket.last.serverSays(WELCOME);
  return parts;
}

describe('the way to the server', () => {
  it('speaks otter.v1, says join, and is open with the welcome', () => {
    const { states } = welcomed();
    assert.deepEqual(FakeWebSocket.last.protocols, ['otter.v1']);
    assert.deepEqual(
      FakeWebSocket.last.said.map(({ type, attempt }) => [type, attempt]),
      [['join', 1]],
    );
    assert.deepEqual(states, ['opening', 'open']);
  });

  it('resumes at once after a break, with the secret of its join and a new one', () => {
    const { clock, states } = welcomed();
    const { secret } = FakeWebSocket.last.said[0];
    FakeWebSocket.last.serverCloses(1006);
    clock.advance(0);
    FakeWebSocket.last.serverOpens();
    const [hello] = FakeWebSocket.last.said;
    assert.equal(hello.type, 'resume');
    assert.equal(hello.connectionId, 'me.1');
    assert.equal(hello.secret, secret);
    assert.notEqual(hello.nextSecret, secret);
    assert.equal(hello.attempt, 2);
    FakeWebSocket.last.serverSays(RESUMED);
    assert.deepEqual(states, ['opening', 'open', 'retrying connection-lost', 'open']);
  });

  it('says the same secrets again when no answer came, and the proposed one after it was taken', () => {
    const { clock } = welcomed();
    FakeWebSocket.last.serverCloses(1006);
    clock.advance(0);
    FakeWebSocket.last.serverOpens();
    const [first] = FakeWebSocket.last.said;
    FakeWebSocket.last.serverCloses(1006);
    clock.advance(500);
    FakeWebSocket.last.serverOpens();
    const [second] = FakeWebSocket.last.said;
    assert.deepEqual({ ...second, attempt: 0 }, { ...first, attempt: 0 });
    assert.equal(second.attempt, first.attempt + 1);
    FakeWebSocket.last.serverSays(RESUMED);
    FakeWebSocket.last.serverCloses(1006);
    clock.advance(0);
    FakeWebSocket.last.serverOpens();
    assert.equal(FakeWebSocket.last.said[0].secret, first.nextSecret);
  });

  it('joins as somebody new when the resume is refused', () => {
    const { clock } = welcomed();
    FakeWebSocket.last.serverCloses(1006);
    clock.advance(0);
    FakeWebSocket.last.serverOpens();
    FakeWebSocket.last.serverCloses(4410);
    clock.advance(500);
    FakeWebSocket.last.serverOpens();
    assert.equal(FakeWebSocket.last.said[0].type, 'join');
  });

  it('moves while the old socket is open when it is told to go', () => {
    const { clock, states, messages } = welcomed();
    const old = FakeWebSocket.last;
    old.serverSays({ type: 'go-away', withinMs: 1000 });
    clock.advance(1000);
    assert.notEqual(FakeWebSocket.last, old);
    FakeWebSocket.last.serverOpens();
    old.serverSays({ source: 'peer.1', seq: 1, payload: 1 });
    assert.equal(messages.at(-1).payload, 1);
    old.serverCloses(4411);
    FakeWebSocket.last.serverSays(RESUMED);
    assert.equal(FakeWebSocket.last.closedWith, null);
    assert.equal(states.at(-1), 'open');
  });

  it('does not come back from a refusal, and tells the reason that the server gave', () => {
    const { states, clock } = welcomed();
    FakeWebSocket.last.serverSays({ type: 'error', code: 'token-revoked', message: '…', reconnect: false });
    FakeWebSocket.last.serverCloses(4401);
    clock.advance(60_000);
    assert.equal(states.at(-1), 'closed token-revoked');
    assert.equal(FakeWebSocket.made.length, 1);
  });

  it('asks over HTTP why an upgrade was refused', async () => {
    const { states } = line('token-expired');
    FakeWebSocket.last.serverCloses(1006);
    await settle();
    assert.equal(states.at(-1), 'closed token-expired');
  });

  it('says nothing to a socket that is closing', () => {
    const { clock } = welcomed();
    const said = FakeWebSocket.last.sent.length;
    FakeWebSocket.last.serverBeginsToClose();
    clock.advance(WELCOME.heartbeatMs);
    assert.equal(FakeWebSocket.last.sent.length, said);
    FakeWebSocket.last.serverCloses(1006);
    clock.advance(0);
    FakeWebSocket.last.serverOpens();
    assert.equal(FakeWebSocket.last.said[0].type, 'resume');
  });

  it('gives up a socket that is never greeted', () => {
    const { clock } = line();
    clock.advance(GREETING_BOUND_MS);
    clock.advance(500);
    assert.equal(FakeWebSocket.made.length, 2);
  });

  it('pings, and takes three silent beats for the end', () => {
    const { clock, states } = welcomed();
    const first = FakeWebSocket.last;
    for (let beat = 0; beat < 2; beat++) {
      clock.advance(5000);
    }
    first.serverSays({ type: 'pong' });
    assert.equal(first.said.filter(({ type }) => type === 'ping').length, 2);
    for (let beat = 0; beat < 3; beat++) {
      clock.advance(5000);
    }
    assert.equal(states.at(-1), 'retrying connection-lost');
    assert.equal(first.closedWith, 3000, 'a code that does not mean leaving');
  });

  it('does not take its own frozen timers for a dead server, but asks', () => {
    const { clock, states } = welcomed();
    clock.advance(3_600_000);
    assert.equal(states.at(-1), 'open');
    FakeWebSocket.last.serverSays({ type: 'pong' });
    clock.advance(WAKE_BOUND_MS);
    assert.equal(states.at(-1), 'open');
    clock.advance(3_600_000);
    clock.advance(WAKE_BOUND_MS);
    assert.equal(states.at(-1), 'retrying connection-lost');
  });

  it('does not wait when the network is back', () => {
    const { signaling, clock } = welcomed();
    FakeWebSocket.last.serverCloses(1006);
    clock.advance(0);
    FakeWebSocket.last.serverCloses(1006);
    signaling.wake();
    assert.equal(FakeWebSocket.made.length, 3);
  });

  it('leaves with 1000, and stays away', () => {
    const { signaling, clock } = welcomed();
    signaling.close();
    assert.equal(FakeWebSocket.last.closedWith, 1000);
    clock.advance(60_000);
    assert.equal(FakeWebSocket.made.length, 1);
  });
});

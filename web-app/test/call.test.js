import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Call } from '../src/client/call.js';
import { emptyRoom, fakeEnvironment, settle } from './fakes/fake-environment.js';
import { FakePeerConnection } from './fakes/fake-peer-connection.js';
import { FakeWebSocket } from './fakes/fake-web-socket.js';

/** @param {Parameters<typeof fakeEnvironment>[0]} [answer] */
async function joined(answer) {
  const parts = fakeEnvironment(answer);
  const call = new Call({
    environment: parts.environment,
    origin: 'http://node',
    room: 'tea',
    token: 'a.b.c',
  });
  /** @type {string[]} */
  const states = [];
  call.on('status', ({ state, error, departed }) =>
    states.push([state, error, departed].filter(Boolean).join(' ')),
  );
  await call.join();
  if (FakeWebSocket.made.length > 0) {
    FakeWebSocket.last.serverOpens();
  }
  return { call, states, ...parts };
}

/** @param {string} path */
const occupiedRoom = (path) =>
  path.startsWith('/v1/rooms/')
    ? { body: { roomId: 'rm_1', status: 'occupied', participantCount: 1 } }
    : emptyRoom(path);

const ARRIVAL = { source: 'peer.1', destination: 'me.1', polite: true, payload: null };
const DEPARTURE = { source: null, destination: 'me.1' };
const OFFER = {
  source: 'peer.1',
  destination: 'me.1',
  polite: false,
  payload: { description: { type: 'offer', sdp: 'o' } },
};
const TRACK = /** @type {any} */ ({ id: 't1', kind: 'audio' });

describe('a call', () => {
  it('opens the socket of the room that the link’s name stands for', async () => {
    const { asked, states } = await joined();
    assert.ok(asked.includes('http://node/v1/rooms/tea?token=a.b.c'));
    assert.equal(FakeWebSocket.last.url, 'ws://node/ws?roomId=rm_1&token=a.b.c');
    assert.deepEqual(states, ['joining', 'waiting']);
  });

  it('says nothing into an empty room, and hello once into one with somebody in it', async () => {
    await joined();
    assert.deepEqual(FakeWebSocket.last.sent, []);
    await joined(occupiedRoom);
    assert.deepEqual(FakeWebSocket.last.sentEnvelopes, [
      { roomId: 'rm_1', source: null, destination: null, polite: true, payload: { hello: true } },
    ]);
  });

  it('is impolite and offers when somebody arrives, also without a track of its own', async () => {
    const { states } = await joined();
    FakeWebSocket.last.serverSays(ARRIVAL);
    const pc = FakePeerConnection.last;
    assert.deepEqual(
      pc.transceivers.map(({ receiver, direction }) => [receiver.track.kind, direction]),
      [
        ['audio', 'recvonly'],
        ['video', 'recvonly'],
      ],
    );
    pc.needsNegotiation();
    await settle();
    const offer = FakeWebSocket.last.sentEnvelopes.at(-1);
    assert.equal(offer.destination, 'peer.1');
    assert.equal(offer.polite, false);
    assert.equal(offer.payload.description.type, 'offer');
    assert.equal(states.at(-1), 'connecting');
  });

  it('is polite as a newcomer, answers with its tracks, and speaks to the id it learnt', async () => {
    const { call } = await joined(occupiedRoom);
    await call.addTrack(TRACK);
    FakeWebSocket.last.serverSays(OFFER);
    await settle();
    assert.equal(FakePeerConnection.last.transceivers[0]?.sender.track, TRACK);
    const answer = FakeWebSocket.last.sentEnvelopes.at(-1);
    assert.equal(answer.polite, true);
    assert.equal(answer.destination, 'peer.1');
    assert.equal(answer.payload.description.type, 'answer');
  });

  it('tells left from lost, and takes a fresh connection for the next one', async () => {
    const { states } = await joined();
    FakeWebSocket.last.serverSays(ARRIVAL);
    const first = FakePeerConnection.last;
    FakeWebSocket.last.serverSays(DEPARTURE);
    assert.equal(states.at(-1), 'waiting lost');
    assert.equal(first.signalingState, 'closed');
    FakeWebSocket.last.serverSays({ ...ARRIVAL, source: 'peer.2' });
    assert.notEqual(FakePeerConnection.last, first);
    FakeWebSocket.last.serverSays({
      source: 'peer.2',
      destination: 'me.1',
      polite: true,
      payload: { bye: true },
    });
    FakeWebSocket.last.serverSays(DEPARTURE);
    assert.equal(states.at(-1), 'waiting left');
  });

  it('is not woken by what a gone peer had under way', async () => {
    await joined();
    FakeWebSocket.last.serverSays(ARRIVAL);
    FakeWebSocket.last.serverSays(DEPARTURE);
    FakeWebSocket.last.serverSays(OFFER);
    assert.equal(FakePeerConnection.made.length, 1);
  });

  it('keeps a healthy session when the server cannot deliver a late message', async () => {
    const { call } = await joined();
    FakeWebSocket.last.serverSays(ARRIVAL);
    FakePeerConnection.last.becomes('connected');
    FakeWebSocket.last.serverSays({
      ...DEPARTURE,
      error: { code: 'destination-unknown', message: 'no such peer' },
    });
    assert.equal(call.status.state, 'connected');
    FakePeerConnection.last.becomes('disconnected');
    FakeWebSocket.last.serverSays({
      ...DEPARTURE,
      error: { code: 'destination-unknown', message: 'no such peer' },
    });
    assert.equal(call.status.state, 'waiting');
  });

  it('becomes impolite when a message overtook the news of the arrival', async () => {
    const { call } = await joined();
    FakeWebSocket.last.serverSays({ ...OFFER, polite: true });
    FakeWebSocket.last.serverSays(ARRIVAL);
    assert.equal(FakePeerConnection.made.length, 1);
    call.announceMedia({ microphone: true, camera: false });
    assert.equal(FakeWebSocket.last.sentEnvelopes.at(-1).polite, false);
  });

  it('comes back as a newcomer: media goes on until the other side is found again', async () => {
    const { call, states, clock } = await joined();
    FakeWebSocket.last.serverSays(ARRIVAL);
    const first = FakePeerConnection.last;
    first.becomes('connected');
    FakeWebSocket.last.serverCloses(4503);
    assert.equal(states.at(-1), 'reconnecting not-ready');
    clock.advance(500);
    FakeWebSocket.last.serverOpens();
    assert.deepEqual(FakeWebSocket.last.sentEnvelopes[0].payload, { hello: true });
    assert.equal(call.status.state, 'reconnecting');
    assert.notEqual(first.signalingState, 'closed');
    FakeWebSocket.last.serverSays(OFFER);
    await settle();
    assert.equal(first.signalingState, 'closed');
    assert.equal(FakeWebSocket.last.sentEnvelopes.at(-1).payload.description.type, 'answer');
    FakePeerConnection.last.becomes('connected');
    assert.equal(states.at(-1), 'connected');
  });

  it('waits when it comes back and the old media died meanwhile', async () => {
    const { call, clock } = await joined();
    FakeWebSocket.last.serverSays(ARRIVAL);
    FakePeerConnection.last.becomes('connected');
    FakeWebSocket.last.serverCloses(4503);
    clock.advance(500);
    FakeWebSocket.last.serverOpens();
    FakePeerConnection.last.becomes('failed');
    assert.equal(call.status.state, 'waiting');
    assert.equal(call.peerConnection, null);
  });

  it('says that no way was found instead of "connecting" for ever', async () => {
    const { states } = await joined();
    FakeWebSocket.last.serverSays(ARRIVAL);
    FakePeerConnection.last.becomes('failed');
    assert.equal(states.at(-1), 'connecting no-path');
    FakePeerConnection.last.becomes('connected');
    assert.equal(states.at(-1), 'connected');
  });

  it('leaves with a good-bye and can join again', async () => {
    const { call, states } = await joined();
    FakeWebSocket.last.serverSays(ARRIVAL);
    const socket = FakeWebSocket.last;
    call.leave();
    assert.deepEqual(socket.sentEnvelopes.at(-1).payload, { bye: true });
    assert.equal(socket.closedWith, 1000);
    await call.join();
    assert.notEqual(FakeWebSocket.last, socket);
    assert.deepEqual(states.slice(-2), ['left', 'joining']);
  });

  it('talks to the same peer again after it left and rejoined', async () => {
    const { call } = await joined();
    FakeWebSocket.last.serverSays(ARRIVAL);
    call.leave();
    await call.join();
    FakeWebSocket.last.serverOpens();
    FakeWebSocket.last.serverSays(OFFER);
    await settle();
    assert.equal(FakeWebSocket.last.sentEnvelopes.at(-1).payload.description.type, 'answer');
  });

  it('talks to the same peer again after its socket and its media were lost', async () => {
    const { clock } = await joined();
    FakeWebSocket.last.serverSays(ARRIVAL);
    FakePeerConnection.last.becomes('connected');
    FakeWebSocket.last.serverCloses(4503);
    FakePeerConnection.last.becomes('failed');
    clock.advance(500);
    FakeWebSocket.last.serverOpens();
    FakeWebSocket.last.serverSays(OFFER);
    await settle();
    assert.equal(FakeWebSocket.last.sentEnvelopes.at(-1).payload.description.type, 'answer');
  });

  it('is refused for the reason the node gives', async () => {
    /** @type {[{ status: number, body?: unknown }, string][]} */
    const table = [
      [{ status: 401, body: { code: 'token-expired', message: 'x' } }, 'token-expired'],
      [{ status: 401, body: { code: 'token-missing', message: 'x' } }, 'token-missing'],
      [{ status: 401 }, 'token-invalid'],
      [{ status: 404, body: { code: 'room-not-found', message: 'x' } }, 'room-not-found'],
      [{ status: 410 }, 'room-closed'],
      [{ status: 200, body: { roomId: 'rm_1', status: 'closed' } }, 'room-closed'],
      [{ status: 502 }, 'server-unreachable'],
      [{ status: 418, body: { code: 'of-the-future' } }, 'refused'],
    ];
    for (const [answer, error] of table) {
      const { states } = await joined(() => answer);
      assert.equal(states.at(-1), `refused ${error}`);
      assert.equal(FakeWebSocket.made.length, 0);
    }
    assert.equal((await joined(() => 'offline')).states.at(-1), 'refused server-unreachable');
  });
});

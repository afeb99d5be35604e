import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OtterError, join, look } from '../src/client/index.js';
import { emptyRoom, fakeEnvironment, settle } from './fakes/fake-environment.js';
import { FakePeerConnection } from './fakes/fake-peer-connection.js';
import { FakeWebSocket } from './fakes/fake-web-socket.js';
import { ADA, LIMITS, LINK, adaSays, opened, payloads, welcomed } from './fakes/opened-room.js';

describe('a room', () => {
  it('opens the socket of the room that the link’s name stands for', async () => {
    const { asked, states, room } = await welcomed();
    assert.ok(asked.includes('http://node/v1/rooms/tea?token=a.b.c'));
    assert.equal(FakeWebSocket.last.url, 'ws://node/ws?roomId=rm_1&token=a.b.c');
    assert.deepEqual(states, ['waiting']);
    assert.equal(room.self.id, 'me.1');
    await room.joined();
  });

  it('refuses what is no link, and says what the server refuses', async () => {
    assert.throws(() => join('http://node/elsewhere'), { code: 'link-invalid' });
    assert.throws(() => join('http://node/otter-meet/tea'), { code: 'token-missing' });
    const refused = () => ({ status: 404, body: { code: 'room-not-found' } });
    const { room } = await opened(refused);
    await assert.rejects(room.joined(), (error) => error instanceof OtterError && error.advice.length > 0);
    assert.equal(room.status.error, 'room-not-found');
    const { environment } = fakeEnvironment(refused);
    await assert.rejects(look(LINK, { environment }), { code: 'room-not-found' });
  });

  it('as a newcomer waits for the offer of who is there, and is polite', async () => {
    const { room, clock } = await welcomed([ADA]);
    const pc = FakePeerConnection.last;
    pc.needsNegotiation();
    await settle();
    assert.ok(!payloads().some(({ description }) => description));
    adaSays(1, { description: { type: 'offer', sdp: 'o' } }, { polite: false });
    await settle();
    assert.equal(payloads().at(-1).description.type, 'answer');
    assert.equal(room.peers[0]?.polite, true);
    clock.advance(10_000);
    await settle();
    assert.equal(payloads().filter(({ description }) => description).length, 1);
  });

  it('offers by itself when who is there says nothing', async () => {
    const { clock } = await welcomed([ADA]);
    clock.advance(5_000);
    await settle();
    assert.equal(payloads().at(-1).description.type, 'offer');
  });

  it('keeps its peers and their media through a break, and tells who left meanwhile', async () => {
    const { room, states, clock } = await welcomed([ADA, { connectionId: 'ben.1', state: 'live' }]);
    const [adas, bens] = FakePeerConnection.made;
    adas?.becomes('connected');
    /** @type {string[]} */
    const left = [];
    room.on('peer-left', ({ peer, how }) => left.push(`${peer.id} ${how}`));
    FakeWebSocket.last.serverCloses(1006);
    assert.equal(states.at(-1), 'reconnecting connection-lost');
    clock.advance(0);
    FakeWebSocket.last.serverOpens();
    FakeWebSocket.last.serverSays({ type: 'resumed', connectionId: 'me.1', ...LIMITS, peers: [ADA] });
    assert.deepEqual(left, ['ben.1 lost']);
    assert.equal(bens?.signalingState, 'closed');
    assert.notEqual(adas?.signalingState, 'closed');
    assert.equal(states.at(-1), 'connected');
  });

  it('restarts ICE when it failed, and again on the word of the server, with its servers', async () => {
    const { room, clock, asked } = await welcomed([ADA]);
    const pc = FakePeerConnection.last;
    clock.advance(20_000);
    const before = asked.length;
    pc.becomes('failed');
    await settle();
    assert.equal(pc.iceRestarts, 1);
    assert.match(String(asked[before]), /ice-servers/, 'its relay may be gone: asks which there are');
    assert.equal(room.status.error, 'no-path');
    const iceServers = [{ urls: 'turn:relay', username: 'u', credential: 'c' }];
    FakeWebSocket.last.serverSays({ type: 'ice-servers', iceServers, ttlSeconds: 600, restart: false });
    await settle();
    assert.equal(pc.iceRestarts, 1);
    assert.deepEqual(pc.configurations.at(-1).iceServers, iceServers);
    FakeWebSocket.last.serverSays({ type: 'ice-servers', iceServers, ttlSeconds: 600, restart: true });
    await settle();
    assert.equal(pc.iceRestarts, 2);
  });

  it('restarts ICE when an interruption lasts, and at once when the peer is back', async () => {
    const { clock } = await welcomed([ADA]);
    const pc = FakePeerConnection.last;
    pc.becomes('disconnected');
    clock.advance(3_000);
    await settle();
    assert.equal(pc.iceRestarts, 1);
    FakeWebSocket.last.serverSays({ type: 'peer-interrupted', connectionId: 'ada.1' });
    FakeWebSocket.last.serverSays({ type: 'peer-resumed', connectionId: 'ada.1' });
    await settle();
    assert.equal(pc.iceRestarts, 2);
  });

  it('asks for fresh credentials by itself when the server sent none', async () => {
    const { clock, asked } = await welcomed();
    const before = asked.length;
    clock.advance(0.75 * 600_000);
    await settle();
    assert.equal(asked.length, before + 1);
    assert.match(String(asked.at(-1)), /ice-servers/);
  });

  it('tells left from lost, and says bye when it leaves itself', async () => {
    const { room, states } = await welcomed([ADA]);
    FakeWebSocket.last.serverSays({ type: 'peer-left', connectionId: 'ada.1' });
    assert.equal(states.at(-1), 'waiting lost');
    FakeWebSocket.last.serverSays({ type: 'peer-joined', connectionId: 'ada.1' });
    adaSays(1, { bye: true });
    FakeWebSocket.last.serverSays({ type: 'peer-left', connectionId: 'ada.1' });
    assert.equal(states.at(-1), 'waiting left');
    FakeWebSocket.last.serverSays({ type: 'peer-joined', connectionId: 'ben.1' });
    room.leave();
    assert.deepEqual(payloads().at(-1), { bye: true });
    assert.equal(FakeWebSocket.last.closedWith, 1000);
    assert.equal(states.at(-1), 'left');
  });

  it('leaves nothing behind while it still asks', async () => {
    const { environment, clock } = fakeEnvironment(emptyRoom);
    const room = join(LINK, { environment });
    room.leave();
    await settle();
    assert.equal(FakeWebSocket.made.length, 0);
    assert.deepEqual(clock.waitsMs, []);
  });
});

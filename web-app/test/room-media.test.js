import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle } from './fakes/fake-environment.js';
import { FakePeerConnection, FakeTransceiver } from './fakes/fake-peer-connection.js';
import { FakeWebSocket } from './fakes/fake-web-socket.js';
import { ADA, adaSays, payloads, welcomed } from './fakes/opened-room.js';

const MICROPHONE = /** @type {any} */ ({ id: 't1', kind: 'audio', enabled: true });
const PICTURE = /** @type {any} */ ({ id: 't2', kind: 'video', enabled: true });

describe('what goes between people in a room', () => {
  it('offers to whoever joins, and tells what its m-lines carry', async () => {
    const { room, states } = await welcomed();
    await room.publish('microphone', MICROPHONE);
    FakeWebSocket.last.serverSays({ type: 'peer-joined', connectionId: 'ada.1' });
    const pc = FakePeerConnection.last;
    pc.transceivers.forEach((transceiver, index) => (transceiver.mid = String(index)));
    pc.needsNegotiation();
    await settle();
    const offer = FakeWebSocket.last.said.find(({ payload }) => payload?.description);
    assert.equal(offer.polite, false);
    assert.equal(offer.payload.description.type, 'offer');
    assert.deepEqual(offer.payload.tracks, { 0: { name: 'microphone', kind: 'audio' } });
    assert.deepEqual(payloads(), [offer.payload, { media: { microphone: true } }], 'the offer comes first');
    assert.equal(states.at(-1), 'connecting');
  });

  it('hands over tracks by the names of their sender, but none that it is not granted', async () => {
    const { room } = await welcomed([{ ...ADA, identity: 'ada', role: 'host', grants: ['audio', 'screen'] }]);
    const pc = FakePeerConnection.last;
    pc.transceivers = ['audio', 'video', 'video'].map((kind, index) => {
      const transceiver = new FakeTransceiver(kind, null, 'recvonly');
      return Object.assign(transceiver, { mid: String(index), currentDirection: 'recvonly' });
    });
    const tracks = {
      0: { name: 'microphone', kind: 'audio' },
      1: { name: 'camera', kind: 'video' },
      2: { name: 'slides', kind: 'screen' },
    };
    adaSays(1, { description: { type: 'offer', sdp: 'o' }, tracks });
    await settle();
    /** @type {string[]} */
    const came = [];
    room.on('track', ({ peer, name, kind }) => came.push(`${peer.identity} ${name} ${kind}`));
    assert.deepEqual(came, ['ada microphone audio', 'ada slides screen']);
    assert.equal(room.peers[0]?.role, 'host');
  });

  it('obeys its own grants', async () => {
    const { room } = await welcomed([ADA], { self: { role: 'guest', grants: ['audio'] } });
    await room.publish('microphone', MICROPHONE);
    await assert.rejects(room.publish('camera', PICTURE), { code: 'not-granted' });
    assert.throws(() => room.send('hello'), { code: 'not-granted' });
  });

  it('adds, replaces, mutes and removes, without a second sender for the same name', async () => {
    const { room } = await welcomed([ADA]);
    const pc = FakePeerConnection.last;
    await room.publish('camera', PICTURE);
    const other = /** @type {any} */ ({ ...PICTURE, id: 't3' });
    await room.publish('camera', other);
    assert.deepEqual(
      pc.transceivers.map(({ sender }) => sender.track),
      [other],
    );
    room.mute('camera');
    assert.equal(other.enabled, false);
    assert.deepEqual(payloads().at(-1), { media: { camera: false } });
    room.mute('camera', false);
    assert.equal(other.enabled, true);
    room.unpublish('camera');
    assert.equal(pc.transceivers[0]?.sender.track, null);
    assert.deepEqual(payloads().at(-1), { media: {} });
  });

  it('keeps data until the channel is open, and what came until there is a listener', async () => {
    const { room } = await welcomed([ADA]);
    const [channel] = FakePeerConnection.last.channels;
    room.send({ text: 'hello' });
    assert.deepEqual(channel?.sent, []);
    channel?.opens();
    assert.deepEqual(channel?.sent, ['{"text":"hello"}']);
    channel?.hears('{"text":"hi"}');
    /** @type {unknown[]} */
    const got = [];
    room.on('data', ({ value }) => got.push(value));
    assert.deepEqual(got, [{ text: 'hi' }]);
    assert.throws(() => room.send('x'.repeat(70_000)), { code: 'message-too-large' });
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle } from './fakes/fake-environment.js';
import { FakePeerConnection } from './fakes/fake-peer-connection.js';
import { FakeWebSocket } from './fakes/fake-web-socket.js';
import { ADA, LIMITS, opened, welcomed } from './fakes/opened-room.js';

/** The heartbeat is of no interest here. */
const TAKES = { findings: true, heartbeatMs: 1e9 };

/** @returns {string[]} what was told, with the peer that it is about */
const told = () =>
  FakeWebSocket.last.said
    .filter(({ type }) => type === 'finding')
    .map(({ finding, destination }) => (destination ? `${finding} ${destination}` : finding));

/**
 * @param {string} url
 * @param {number} errorCode
 */
function fails(url, errorCode) {
  FakePeerConnection.last.dispatchEvent(Object.assign(new Event('icecandidateerror'), { url, errorCode }));
}

function gathered() {
  const pc = Object.assign(FakePeerConnection.last, { iceGatheringState: 'complete' });
  pc.dispatchEvent(new Event('icegatheringstatechange'));
}

describe('findings', () => {
  it('tell when a way is looked for, found, lost for a while, and found again', async () => {
    const { clock } = await welcomed([ADA], TAKES);
    const pc = FakePeerConnection.last;
    assert.deepEqual(told(), ['connecting ada.1']);
    pc.becomes('connected');
    pc.becomes('disconnected');
    clock.advance(2_000);
    pc.becomes('connected');
    clock.advance(10_000);
    assert.deepEqual(told(), ['connecting ada.1', 'connected ada.1']);
    pc.becomes('disconnected');
    clock.advance(3_000);
    await settle();
    pc.becomes('connected');
    assert.deepEqual(told().slice(2), ['path-lost ada.1', 'connected ada.1']);
  });

  it('tell once that there is no way', async () => {
    await welcomed([ADA], TAKES);
    FakePeerConnection.last.becomes('failed');
    FakePeerConnection.last.becomes('checking');
    FakePeerConnection.last.becomes('failed');
    assert.deepEqual(told(), ['connecting ada.1', 'no-path ada.1']);
  });

  it('tell of each kind of trouble with a relay once, and of none with a STUN server', async () => {
    await welcomed([ADA], TAKES);
    fails('stun:turn.example.com:3478', 701);
    fails('turn:turn.example.com:3478?transport=udp', 701);
    fails('turn:turn.example.com:3478?transport=udp', 701);
    fails('turn:turn.example.com:3478?transport=tcp', 701);
    fails('turns:turn.example.com:5349', 701);
    fails('turn:turn.example.com:3478', 401);
    fails('turn:turn.example.com:3478', 486);
    fails('turn:turn.example.com:3478', 300);
    assert.deepEqual(told().slice(1), [
      'relay-unreachable-udp',
      'relay-unreachable-tcp',
      'relay-credentials-refused',
      'relay-full',
    ]);
  });

  it('tell that a relay gave an address, and that there was none at all', async () => {
    await welcomed([ADA], TAKES);
    FakePeerConnection.last.finds({ candidate: 'candidate:1 1 udp 1 192.0.2.7 50000 typ relay raddr 0' });
    gathered();
    assert.deepEqual(told().slice(1), ['relay-reached']);
    await welcomed([ADA], TAKES);
    gathered();
    assert.deepEqual(told().slice(1), ['no-candidates']);
    const urls = ['turn:turn.example.com:3478?transport=udp', 'turn:turn.example.com:3478?transport=tcp'];
    const iceServers = [{ urls, username: 'u', credential: 'c' }];
    await welcomed([ADA], { ...TAKES, iceServers, iceTtlSeconds: 600 });
    FakePeerConnection.last.finds({ candidate: 'candidate:1 1 udp 1 192.0.2.7 50000 typ host' });
    gathered();
    assert.deepEqual(told().slice(1), ['relay-unreachable-udp']);
    await welcomed([ADA], { ...TAKES, iceServers, iceTtlSeconds: 600 });
    FakePeerConnection.last.finds({ candidate: 'candidate:1 1 udp 1 192.0.2.7 50000 typ host' });
    FakePeerConnection.last.becomes('connected');
    gathered();
    assert.deepEqual(told().slice(1), ['connected ada.1']);
  });

  it('tell of a device also when it failed before this side was in, and again under a new id', async () => {
    const { room, clock } = await opened();
    room.reportDevice('camera', 'refused');
    room.reportDevice('camera', 'refused');
    assert.deepEqual(told(), []);
    const welcome = { type: 'welcome', connectionId: 'me.1', ...LIMITS, peers: [], ...TAKES };
    FakeWebSocket.last.serverSays(welcome);
    assert.deepEqual(told(), ['camera-refused']);
    room.reportDevice('microphone', 'failed');
    assert.deepEqual(told(), ['camera-refused', 'microphone-failed']);
    FakeWebSocket.last.serverCloses(1006);
    clock.advance(60_000);
    FakeWebSocket.last.serverOpens();
    FakeWebSocket.last.serverSays({ type: 'resync' });
    FakeWebSocket.last.serverSays({ ...welcome, connectionId: 'me.2' });
    assert.deepEqual(told(), ['camera-refused', 'microphone-failed']);
  });

  it('are kept from a server that does not take them, and where they are switched off', async () => {
    await welcomed([ADA], { heartbeatMs: 1e9 });
    FakePeerConnection.last.becomes('failed');
    assert.deepEqual(told(), []);
    const { room } = await welcomed([], TAKES);
    room.report(false);
    room.reportDevice('camera', 'failed');
    assert.deepEqual(told(), []);
  });

  it('say nothing of a peer that has left', async () => {
    const { clock } = await welcomed([ADA], TAKES);
    FakePeerConnection.last.becomes('connected');
    FakePeerConnection.last.becomes('disconnected');
    FakeWebSocket.last.serverSays({ type: 'peer-left', connectionId: 'ada.1' });
    clock.advance(10_000);
    assert.deepEqual(told(), ['connecting ada.1', 'connected ada.1']);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle } from './fakes/fake-environment.js';
import { FakePeerConnection } from './fakes/fake-peer-connection.js';
import { FakeWebSocket } from './fakes/fake-web-socket.js';
import { ADA, welcomed } from './fakes/opened-room.js';

/** The heartbeat is of no interest here. */
const ASKED = { qualityEveryMs: 10_000, heartbeatMs: 1e9 };

/** What getStats of the connection says, all that is looked at. */
const STATS = Object.freeze([
  { id: 'l', type: 'local-candidate', candidateType: 'relay', relayProtocol: 'tls' },
  { id: 'r', type: 'remote-candidate', candidateType: 'host' },
  {
    id: 'p',
    type: 'candidate-pair',
    localCandidateId: 'l',
    remoteCandidateId: 'r',
    currentRoundTripTime: 0.0421,
  },
  { id: 't', type: 'transport', bytesReceived: 1000, bytesSent: 2000, selectedCandidatePairId: 'p' },
  {
    id: 'v',
    type: 'inbound-rtp',
    packetsReceived: 99,
    packetsLost: 1,
    frameWidth: 640,
    frameHeight: 480,
    freezeCount: 2,
    totalFreezesDuration: 0.5,
  },
]);

/** @returns {any[]} the reports that went out */
const reports = () =>
  FakeWebSocket.last.said.filter(({ type }) => type === 'quality').map(({ report }) => report);

/** @param {FakePeerConnection} pc @param {readonly any[]} stats */
function measures(pc, stats) {
  Object.assign(pc, { getStats: async () => new Map(stats.map((entry) => [entry.id, entry])) });
}

describe('quality reports', () => {
  it('tell how the way to each peer is, soon after it is there and then as often as the server asks', async () => {
    const { clock } = await welcomed([ADA], ASKED);
    const pc = FakePeerConnection.last;
    measures(pc, STATS);
    clock.advance(400);
    pc.becomes('connected');
    clock.advance(1_000);
    await settle();
    const begun = {
      connectionId: 'ada.1',
      setupMs: 400,
      interruptions: 0,
      path: 'relayed',
      protocol: 'tls',
      roundTripMs: 42.1,
      lossPercent: 1,
      picture: { width: 640, height: 480, freezes: 2, frozenMs: 500 },
    };
    assert.deepEqual(reports(), [{ joinMs: 0, peers: [begun], end: null }]);
    measures(
      pc,
      STATS.map((each) => (each.type === 'transport' ? { ...each, bytesReceived: 126_000 } : each)),
    );
    clock.advance(10_000);
    await settle();
    assert.deepEqual(reports().at(-1).peers, [{ ...begun, inKbps: 100, outKbps: 0 }]);
    clock.advance(10_000);
    await settle();
    assert.equal(reports().length, 3);
  });

  it('tell at the end why it ended, and how it was', async () => {
    const { room, clock } = await welcomed([ADA], ASKED);
    measures(FakePeerConnection.last, STATS);
    FakePeerConnection.last.becomes('connected');
    clock.advance(1_000);
    await settle();
    room.leave();
    assert.equal(reports().at(-1).end, 'left');
    assert.equal(reports().at(-1).peers[0].path, 'relayed');
    clock.advance(60_000);
    await settle();
    assert.equal(reports().length, 2);
  });

  it('tell that no way was found, and how often one was lost', async () => {
    const { clock } = await welcomed([ADA], ASKED);
    const pc = FakePeerConnection.last;
    measures(pc, STATS);
    pc.becomes('failed');
    clock.advance(10_000);
    await settle();
    assert.equal(reports().at(-1).peers[0].failure, 'no-path');
    assert.equal(reports().at(-1).peers[0].setupMs, null);
    pc.becomes('connected');
    pc.becomes('disconnected');
    pc.becomes('connected');
    clock.advance(10_000);
    await settle();
    const [ada] = reports().at(-1).peers;
    assert.deepEqual([ada.failure, ada.interruptions, ada.setupMs], [undefined, 1, 10_000]);
  });

  it('go to no server that does not ask', async () => {
    const { room, clock } = await welcomed([ADA]);
    measures(FakePeerConnection.last, STATS);
    FakePeerConnection.last.becomes('connected');
    clock.advance(60_000);
    await settle();
    room.leave();
    assert.deepEqual(reports(), []);
  });

  it('are not sent, and nothing is measured, when they are switched off; until they are switched on', async () => {
    const { room, clock } = await welcomed([ADA], ASKED);
    const pc = FakePeerConnection.last;
    let looks = 0;
    Object.assign(pc, {
      getStats: async () => {
        looks += 1;
        return new Map();
      },
    });
    room.report(false);
    pc.becomes('connected');
    clock.advance(11_000);
    await settle();
    assert.deepEqual([reports(), looks], [[], 0]);
    room.report(true);
    clock.advance(10_000);
    await settle();
    assert.equal(reports().length, 1);
  });

  it('leave out a protocol that the server does not know', async () => {
    const { clock } = await welcomed([ADA], ASKED);
    const pc = FakePeerConnection.last;
    measures(pc, [{ ...STATS[0], relayProtocol: 'quic' }, ...STATS.slice(1)]);
    pc.becomes('connected');
    clock.advance(1_000);
    await settle();
    assert.equal(reports()[0].peers[0].protocol, undefined);
  });
});

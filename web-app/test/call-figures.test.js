import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { figuresBetween, lookAt } from '../src/client/call-figures.js';

/** What getStats says, in as much as is looked at. */
function stats({ bytes = 0, packets = 0, lost = 0, frames = 0, local = 'host', remote = 'host' } = {}) {
  return [
    {
      id: 'l',
      type: 'local-candidate',
      candidateType: local,
      protocol: 'udp',
      relayProtocol: local === 'relay' ? 'tcp' : undefined,
    },
    { id: 'r', type: 'remote-candidate', candidateType: remote },
    {
      id: 'p',
      type: 'candidate-pair',
      localCandidateId: 'l',
      remoteCandidateId: 'r',
      currentRoundTripTime: 0.042,
    },
    { id: 't', type: 'transport', bytesReceived: bytes, bytesSent: 2 * bytes, selectedCandidatePairId: 'p' },
    {
      id: 'v',
      type: 'inbound-rtp',
      kind: 'video',
      packetsReceived: packets,
      packetsLost: lost,
      framesDecoded: frames,
      frameWidth: 640,
      frameHeight: 480,
      freezeCount: 1,
      totalFreezesDuration: 2.5,
    },
    { id: 'a', type: 'inbound-rtp', kind: 'audio', packetsReceived: 10, packetsLost: -3, audioLevel: 0.5 },
  ];
}

describe('figures of a call', () => {
  it('are what happened between two looks', () => {
    const before = lookAt(stats({ bytes: 1_000, packets: 90, lost: 0, frames: 10 }), 1_000);
    const now = lookAt(stats({ bytes: 126_000, packets: 180, lost: 10, frames: 40 }), 2_000);
    const figures = figuresBetween(before, now);
    assert.deepEqual(figures, {
      inKbps: 1_000,
      outKbps: 2_000,
      lossPercent: 10,
      roundTripMs: 42,
      framesPerSecond: 30,
      width: 640,
      height: 480,
    });
    assert.deepEqual([now.freezes, now.frozenSeconds, now.audioLevel], [1, 2.5, 0.5]);
  });

  it('are never below zero, as when a connection began anew', () => {
    const figures = figuresBetween(lookAt(stats({ bytes: 5_000, packets: 50 }), 0), lookAt(stats(), 1_000));
    assert.deepEqual([figures.inKbps, figures.outKbps, figures.lossPercent], [0, 0, 0]);
  });

  it('know a relay at either end, and what leads to it', () => {
    assert.equal(lookAt(stats(), 0).path, 'direct');
    const relayed = lookAt(stats({ local: 'relay' }), 0);
    assert.deepEqual([relayed.path, relayed.protocol], ['relayed', 'tcp']);
    assert.equal(lookAt(stats({ remote: 'relay' }), 0).path, 'relayed');
    assert.equal(lookAt([], 0).path, null);
  });
});

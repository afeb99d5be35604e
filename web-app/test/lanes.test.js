import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lanesOf, wordsOf } from '../src/console/lanes.js';

/**
 * @param {string} time
 * @param {string} type
 * @param {string | null} [connectionId]
 */
function event(time, type, connectionId = null) {
  return {
    at: `2026-11-27T12:00:${time}Z`,
    nodeId: 'n1',
    type,
    connectionId,
    peer: null,
    code: null,
    times: 1,
  };
}

describe('the picture of a timeline', () => {
  it('has a lane for the room and one for each participant, as they came', () => {
    const lanes = lanesOf(
      [
        event('00', 'participant-joined', 'n1.ada'),
        event('04', 'participant-joined', 'n1.ben'),
        event('08', 'participant-left', 'n1.ada'),
        event('10', 'room-ended'),
      ],
      [2],
    );
    assert.deepEqual(lanes, [
      { connectionId: null, from: 1, to: 1, marks: [{ x: 1, evidence: false }] },
      {
        connectionId: 'n1.ada',
        from: 0,
        to: 0.8,
        marks: [
          { x: 0, evidence: false },
          { x: 0.8, evidence: true },
        ],
      },
      { connectionId: 'n1.ben', from: 0.4, to: 1, marks: [{ x: 0.4, evidence: false }] },
    ]);
  });

  it('has one event in it, and events of types that are not known yet', () => {
    assert.equal(lanesOf([event('00', 'something-new')], []).length, 1);
    assert.equal(wordsOf(event('00', 'something-new')), 'something-new');
    assert.equal(
      wordsOf({
        ...event('00', 'finding', 'n1.ada'),
        code: 'camera-refused',
        peer: 'n2.benbenben',
        times: 3,
      }),
      'found: camera-refused (with benben), 3 times',
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hourPaths, topOf } from '../src/console/hour-plot.js';
import { placesOf } from '../src/console/mesh.js';
import { age, bitRate } from '../src/console/texts.js';

const END = 100_000;

describe('the picture of an hour', () => {
  it('has time from left to right and the highest value at the top', () => {
    const { line, area } = hourPaths(
      [
        { at: END - 20, value: 0 },
        { at: END - 10, value: 5 },
        { at: END, value: 10 },
      ],
      END,
      10,
    );
    assert.equal(line, 'M358,100L359,50L360,0h0.01');
    assert.equal(area, 'M358,100L359,50L360,0L360,100L358,100Z');
  });

  it('breaks where nothing was noted, and leaves out what is older', () => {
    const { line } = hourPaths(
      [
        { at: END - 3_601, value: 1 },
        { at: END - 3_600, value: 1 },
        { at: END - 1_800, value: 1 },
      ],
      END,
      2,
    );
    assert.equal(line, 'M0,50h0.01M180,50h0.01');
    assert.deepEqual(hourPaths([], END, 1), { line: '', area: '' });
  });

  it('ends above at a round number that everything fits under', () => {
    assert.deepEqual(
      [0, 4.9, 5, 5.1, 23, 99, 1_100_000].map((highest) => topOf(highest, 5)),
      [5, 5, 5, 10, 50, 100, 2_000_000],
    );
  });
});

describe('the picture of a call', () => {
  it('has its people around the middle, and one alone in it', () => {
    assert.deepEqual(placesOf(1), [{ x: 44, y: 44 }]);
    assert.deepEqual(placesOf(2), [
      { x: 11, y: 44 },
      { x: 77, y: 44 },
    ]);
    assert.equal(new Set(placesOf(16).map(({ x, y }) => `${x} ${y}`)).size, 16);
  });
});

describe('what the console says', () => {
  it('has units that fit', () => {
    const now = Date.parse('2026-11-27T12:00:00Z');
    const ages = ['11:59:59', '11:01:00', '08:59:59'].map((time) => age(`2026-11-27T${time}Z`, now));
    assert.deepEqual(ages, ['1 s', '59 min', '3 h 0 min']);
    assert.deepEqual([0, 1_400_000, 2.5e9].map(bitRate), ['0 kbit/s', '1.4 Mbit/s', '2.5 Gbit/s']);
  });
});

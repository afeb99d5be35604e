import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { layoutTiles } from '../src/page/tile-layout.js';

describe('tiles', () => {
  for (const [width, height] of /** @type {const} */ ([
    [320, 480],
    [375, 620],
    [1280, 660],
    [1920, 960],
    [3840, 2000],
    [800, 200],
  ])) {
    it(`of one to nine fit into ${width}×${height}, and none is a sliver`, () => {
      for (let count = 1; count <= 9; count += 1) {
        const { columns, rows, tileWidth, tileHeight } = layoutTiles({ count, width, height, gap: 8 });
        assert.ok(columns * rows >= count && columns * (rows - 1) < count, `${count}: ${columns}×${rows}`);
        assert.ok(columns * tileWidth + (columns - 1) * 8 <= width, 'too wide');
        assert.ok(rows * tileHeight + (rows - 1) * 8 <= height, 'too high');
        assert.ok(tileWidth / tileHeight <= 16 / 9 + 0.05 && tileWidth / tileHeight >= 0.74, 'a sliver');
      }
    });
  }

  it('are side by side on a wide stage, and above each other on a narrow one', () => {
    assert.equal(layoutTiles({ count: 2, width: 1280, height: 660, gap: 8 }).columns, 2);
    assert.equal(layoutTiles({ count: 2, width: 375, height: 620, gap: 8 }).columns, 1);
  });

  it('survive a stage without any room', () => {
    assert.deepEqual(layoutTiles({ count: 3, width: 0, height: 0, gap: 8 }).tileWidth, 0);
  });
});

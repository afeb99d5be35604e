/**
 * How many columns and rows a number of tiles is put into, so that each is as large as can be.
 *
 * @typedef {object} TileLayout
 * @property {number} columns
 * @property {number} rows
 * @property {number} tileWidth  CSS pixels
 * @property {number} tileHeight
 */

/** Cameras are between 4:3 and 16:9; a tile may take any shape between these without cutting off much. */
const WIDEST = 16 / 9;
const NARROWEST = 3 / 4;

/**
 * @param {object} stage
 * @param {number} stage.count  how many tiles, 1 or more
 * @param {number} stage.width  of the stage, CSS pixels
 * @param {number} stage.height
 * @param {number} stage.gap  between two tiles
 * @returns {TileLayout}
 */
export function layoutTiles({ count, width, height, gap }) {
  /** @type {TileLayout | null} */
  let best = null;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const roomWidth = Math.max(0, (width - gap * (columns - 1)) / columns);
    const roomHeight = Math.max(0, (height - gap * (rows - 1)) / rows);
    const tileWidth = Math.floor(Math.min(roomWidth, roomHeight * WIDEST));
    const tileHeight = Math.floor(Math.min(roomHeight, tileWidth / NARROWEST));
    const layout = { columns, rows, tileWidth, tileHeight };
    if (!best || picture(layout) > picture(best)) {
      best = layout;
    }
  }
  return /** @type {TileLayout} */ (best);
}

/** The area of a 4:3 picture that fits into a tile. @param {TileLayout} layout */
function picture({ tileWidth, tileHeight }) {
  const width = Math.min(tileWidth, (tileHeight * 4) / 3);
  return width * ((width * 3) / 4);
}

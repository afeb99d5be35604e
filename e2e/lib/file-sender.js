import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { until } from './until.js';

const MIB = 1024 * 1024;
const OFFER_BOUND_MS = 60_000;

/**
 * A file of random bytes on the disk.
 *
 * @param {string} path
 * @param {number} mebibytes
 * @returns {Promise<string>} its SHA-256
 */
export async function writeRandomFile(path, mebibytes) {
  const file = await open(path, 'w');
  const hash = createHash('sha256');
  for (let written = 0; written < mebibytes; written += 1) {
    const bytes = randomBytes(MIB);
    hash.update(bytes);
    await file.write(bytes);
  }
  await file.close();
  return hash.digest('hex');
}

/** @param {string} path @returns {Promise<string>} */
async function sha256Of(path) {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) {
    hash.update(bytes);
  }
  return hash.digest('hex');
}

/**
 * The row of the last file in somebody's list.
 *
 * @param {import('./call.js').CallSide} side
 */
export function lastFile(side) {
  return side.page.locator('.file').last();
}

/**
 * Offers a file, as soon as there is somebody to take it: the two pages greet each other by a channel of their own, which
 * opens when it may, also after the first picture. Before that the page says that nobody is there, and adds no row.
 *
 * @param {import('./call.js').CallSide} side
 * @param {Parameters<import('playwright-core').Page['setInputFiles']>[1]} file
 */
export async function offerFile(side, file) {
  const rows = side.page.locator('.file');
  const already = await rows.count();
  await until(`${side.name} offers a file`, OFFER_BOUND_MS, async () => {
    await side.page.setInputFiles('#chat-file', file);
    return (await rows.count()) > already;
  });
}

/**
 * @param {import('./call.js').CallSide} side
 * @param {string} state
 * @param {number} boundMs
 */
export async function untilFile(side, state, boundMs) {
  await until(`${side.name}'s file is ${state}`, boundMs, async () => {
    return (await lastFile(side).getAttribute('data-state')) === state;
  });
}

/**
 * So much has come, and more is to come.
 *
 * @param {import('./call.js').CallSide} side
 * @param {number} bytes
 * @param {number} boundMs
 */
export async function untilMoved(side, bytes, boundMs) {
  await until(`${side.name} has ${bytes} bytes`, boundMs, () =>
    lastFile(side).evaluate((row, wanted) => {
      const progress = /** @type {HTMLProgressElement} */ (row.querySelector('progress'));
      return !progress.hidden && progress.value >= wanted && progress.value < progress.max;
    }, bytes),
  );
}

/**
 * Saves what came, as a person does, and looks whether it is the file that was sent.
 *
 * @param {import('./call.js').CallSide} side
 * @param {{ name: string, sha256: string }} expected
 */
export async function assertSaved(side, { name, sha256 }) {
  const [download] = await Promise.all([
    side.page.waitForEvent('download'),
    lastFile(side).locator('a.button').click(),
  ]);
  assert.equal(download.suggestedFilename(), name);
  const path = await download.path();
  assert.equal(await sha256Of(path), sha256);
  return (await readFile(path)).length;
}

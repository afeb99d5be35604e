import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * @param {string} dataDir  of a node
 * @param {string} relayId  of a relay that it runs as a process
 * @returns {Promise<number>}
 */
export async function relayPid(dataDir, relayId) {
  return Number(await readFile(path.join(dataDir, 'relays', relayId, 'pid'), 'utf8'));
}

/**
 * Ends what a killed node has left: its relays go on for its successor, and here there will be none.
 *
 * @param {string} dataDir
 */
export async function endLeftRelays(dataDir) {
  for (const relayId of await readdir(path.join(dataDir, 'relays')).catch(() => [])) {
    const pid = await relayPid(dataDir, relayId).catch(() => 0);
    if (pid > 0) {
      end(pid);
    }
  }
}

/** @param {number} pid  of one that may have ended already */
function end(pid) {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (failure) {
    if (/** @type {NodeJS.ErrnoException} */ (failure).code !== 'ESRCH') {
      throw failure;
    }
  }
}

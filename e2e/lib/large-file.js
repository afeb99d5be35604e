import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from './browser.js';
import { CallSide, connect } from './call.js';
import { assertSaved, lastFile, offerFile, untilFile, untilMoved, writeRandomFile } from './file-sender.js';
import { OtterNode } from './otter-node.js';

const BOUND_MS = 300_000;
const MEBIBYTES = 200;

/**
 * Sends a file that is too large for a memory, and looks whether it arrives while the picture goes on.
 *
 * @param {object} how
 * @param {boolean} how.rejoin  whether the receiver leaves in the middle and comes back; else ICE restarts
 */
export function describeLargeFile({ rejoin }) {
  describe('a large file', () => {
    /** @type {OtterNode} */
    let node;
    /** @type {import('playwright-core').Browser} */
    let browser;
    /** @type {string} */
    let directory;
    /** @type {string} */
    let link;
    /** @type {string} */
    let sha256;

    before(async () => {
      node = await OtterNode.start({ name: 'large-file' });
      browser = await launchBrowser();
      directory = await mkdtemp(path.join(tmpdir(), 'otter-large-file-'));
      sha256 = await writeRandomFile(path.join(directory, 'film.bin'), MEBIBYTES);
    });

    after(async () => {
      await browser?.close();
      await node?.stop();
      await rm(directory, { recursive: true, force: true });
    });

    it(`of ${MEBIBYTES} MiB arrives whole while the picture goes on${rejoin ? ', with a rejoin in the middle' : ''}`, async (test) => {
      ({ url: link } = await node.createRoom(`large-${rejoin}`));
      const ada = new CallSide('Ada', await newPerson(browser));
      const ben = new CallSide('Ben', await newPerson(browser));
      await Promise.all([ada.open(link), ben.open(link)]);
      await connect(ada, ben);
      await Promise.all([ada, ben].map((side) => side.page.click('.round-button[data-control="chat"]')));
      await offerFile(ada, path.join(directory, 'film.bin'));
      await lastFile(ben).getByText('film.bin').waitFor();
      const startMs = performance.now();
      await lastFile(ben).getByRole('button', { name: 'Take it' }).click();
      await Promise.all([ada, ben].map((side) => untilMoved(side, 20_000_000, BOUND_MS)));
      if (rejoin) {
        await ben.leave();
        await untilFile(ada, 'interrupted', BOUND_MS);
        await ben.rejoin();
      } else {
        await ben.page.evaluate(() => /** @type {any} */ (window).otter.room.peers[0].restartIce());
      }
      await Promise.all([ada, ben].map((side) => side.untilState('connected')));
      await Promise.all([ada.untilDecoding(), ben.untilDecoding()]);
      await Promise.all([untilFile(ada, 'done', BOUND_MS), untilFile(ben, 'done', BOUND_MS)]);
      test.diagnostic(`${MEBIBYTES} MiB in ${Math.round(performance.now() - startMs)} ms`);
      if (rejoin) {
        await ben.page.click('.round-button[data-control="chat"]');
      }
      const length = await assertSaved(ben, { name: 'film.bin', sha256 });
      assert.equal(length, MEBIBYTES * 1024 * 1024);
      ada.assertNoTrouble();
      ben.assertNoTrouble();
      await Promise.all([ada, ben].map((side) => side.page.context().close()));
    });
  });
}

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SCRIPTS = new URL('../../scripts/', import.meta.url).pathname;

describe('the images of what Debian has', () => {
  /** @type {string} */
  let directory;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'otter-images-'));
  });

  after(() => rm(directory, { recursive: true }));

  for (const [name, packages] of [
    ['coturn', ['coturn', 'libc6', 'libevent-core-2.1-7', 'libssl3']],
    ['haproxy', ['haproxy', 'libc6', 'libssl3']],
    ['router', ['bash', 'iproute2', 'libc6', 'nftables']],
    ['postgres', ['libc6', 'libpq5', 'libssl3', 'tzdata']],
  ]) {
    it(`${name}: the same packages make the same files, and are listed in it`, async () => {
      const files = [`${name}-1.tar`, `${name}-2.tar`].map((file) => path.join(directory, file));
      for (const file of files) {
        await run(`${SCRIPTS}make-${name}-image`, ['--tree', file]);
      }
      const [one, two] = await Promise.all(files.map(sum));
      assert.equal(one, two);

      const { stdout } = await run('tar', ['-xOf', String(files[0]), './opt/otter/bom.json']);
      const bom = JSON.parse(stdout);
      assert.equal(`${bom.bomFormat} ${bom.specVersion}`, 'CycloneDX 1.6');
      /** @type {{ name: string, version: string, purl: string }[]} */
      const components = bom.components;
      for (const each of packages) {
        const found = components.find((component) => [each, `${each}t64`].includes(component.name));
        assert.match(found?.purl ?? `${each} is missing`, /^pkg:deb\/debian\/[a-z0-9.+-]+@[^?]+\?arch=\w+$/);
        const { stdout: version } = await run('dpkg-query', ['-W', '-f=${Version}\n', String(found?.name)]);
        assert.equal(found?.version, version.split('\n')[0]);
      }
    });
  }
});

/** @param {string} file */
async function sum(file) {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

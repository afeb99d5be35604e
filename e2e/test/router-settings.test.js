import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

const ROUTER = new URL('../../images/router/router', import.meta.url).pathname;
const LINES = [
  'network 172.30.88.0/24',
  'machine 172.30.88.1',
  'address 172.30.88.3 # its own',
  'route 172.30.88.2',
  '',
  '# What it is for.',
  'udp 3478',
  'node 172.30.88.21',
  'ready 8080',
];

/** It looks at its settings before all else: so this needs no root, and changes nothing. */
describe('what the router says when its settings are wrong', () => {
  let directory = '';

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'otter-router-'));
  });

  after(() => rm(directory, { recursive: true, force: true }));

  /** @param {string[]} lines */
  async function assertRefused(lines, /** @type {RegExp} */ text) {
    const file = path.join(directory, 'settings');
    await writeFile(file, lines.join('\n'));
    const { status, stderr } = spawnSync('bash', [ROUTER, file], { encoding: 'utf8' });
    assert.match(stderr, text);
    assert.equal(status, 2);
  }

  it('names the line, what came, and what is allowed', async () => {
    for (const [line, text] of /** @type {[string, RegExp][]} */ ([
      ['nodes 1', /must be one of network, machine, .* node and ready, got nodes 1\n/],
      ['node', /must be as node 172\.30\.88\.2, got node\n/],
      ['node 172.30.88.300', /must be as node 172\.30\.88\.2, got node 172\.30\.88\.300\n/],
      ['node 172.30.89.3', /must be an address in 172\.30\.88\.0\/24, got 172\.30\.89\.3\n/],
      ['network 172.30.88.1/24', /must be as network 172\.30\.88\.0\/24, got network 172\.30\.88\.1\/24\n/],
      ['udp 5-3', /must be as udp 3478 or udp 61000-61127, got udp 5-3\n/],
      ['udp 1 2', /must be as udp .*, got udp 1 2\n/],
      ['tcp 65536 172.30.88.10', /must be as tcp 8080 172\.30\.88\.10, got tcp 65536 172\.30\.88\.10\n/],
      ['ready 0', /must be as ready 8080, got ready 0\n/],
      ['ready 8081', /must be there once, got ready again\n/],
      ['node 172.30.88.21 # again', /must be there once, got node 172\.30\.88\.21 again\n/],
    ])) {
      const place = `settings line ${LINES.length + 1}: `;
      await assertRefused([...LINES, line], new RegExp(place + text.source));
    }
  });

  it('names what is missing', async () => {
    for (const line of LINES.filter((one) => /^\w/.test(one))) {
      const [word] = line.split(' ');
      const lines = LINES.filter((one) => one !== line);
      await assertRefused(lines, new RegExp(`settings: a line is missing, as ${word} [1-9]`));
    }
    await assertRefused([], /a line is missing, as network/);
  });

  it('names a file that is not there', () => {
    const { status, stderr } = spawnSync('bash', [ROUTER, `${directory}/none`], { encoding: 'utf8' });
    assert.deepEqual([status, stderr], [2, `router: ${directory}/none: cannot be read\n`]);
    assert.match(spawnSync('bash', [ROUTER], { encoding: 'utf8' }).stderr, /usage: router FILE/);
  });
});

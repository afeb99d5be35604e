import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { after, before, test } from 'node:test';
import { DockerEngine } from '../lib/docker-engine.js';
import { freePort } from '../lib/free-port.js';
import { until } from '../lib/until.js';

const SCRIPT = new URL('../../scripts/make-otter-image', import.meta.url).pathname;
const START_BOUND_MS = 120_000;

/** @type {DockerEngine} */
let docker;
/** @type {string} */
let directory;

before(async () => {
  docker = await DockerEngine.start();
  directory = await mkdtemp(path.join(tmpdir(), 'otter-image-'));
});

after(async () => {
  await docker.close();
  await rm(directory, { recursive: true });
});

test('the same commit makes the same files', async () => {
  const sums = [];
  for (const name of ['one.tar', 'two.tar']) {
    const file = path.join(directory, name);
    await docker.run(SCRIPT, '--tree', file);
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    sums.push(hash.digest('hex'));
  }
  assert.equal(sums[0], sums[1]);
});

test('a node lives in a container that may do nothing, and stops in order', async () => {
  await docker.run(SCRIPT, 'otter:test');
  const port = await freePort();
  await docker.run(
    ...['docker', 'run', '-d', '--name', 'node', '--network', 'host', '--read-only', '--tmpfs'],
    ...['/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--memory', '512m'],
    ...['-e', `OTTER_HTTP_PORT=${port}`, '-e', 'OTTER_HTTP_HOST=127.0.0.1'],
    ...['-e', 'OTTER_TURN_DRIVER=none', 'otter:test'],
  );
  const origin = `http://127.0.0.1:${port}`;
  await until('the node is ready', START_BOUND_MS, () =>
    fetch(`${origin}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    ),
  );
  await until('the container is healthy', START_BOUND_MS, async () => {
    const health = await inspect('{{.State.Health.Status}}');
    return health === 'healthy';
  });

  const key = /API key +(otter_\w+)/.exec(await docker.run('docker', 'logs', 'node'))?.[1];
  const made = await fetch(`${origin}/v1/rooms`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: '{}',
  });
  assert.equal(made.status, 201);
  assert.equal(await inspect('{{.Config.User}}'), '65532:65532');
  assert.match(
    await inspect('{{index .Config.Labels "org.opencontainers.image.revision"}}'),
    /^[0-9a-f]{40}$/,
  );
  const archive = await docker.run(
    ...['docker', 'exec', 'node', '/opt/java/bin/java', '-Xshare:on', '-Xlog:class+load'],
    ...['-XX:SharedArchiveFile=/opt/otter/otter.jsa', '-jar', '/opt/otter/otter-fat.jar', '--version'],
  );
  assert.match(archive, /dev\.otter\.launcher\.Main source: shared objects file \(top\)/);

  await docker.run('docker', 'stop', '-t', '60', 'node');
  assert.equal(await inspect('{{.State.ExitCode}}'), '0');
});

/** @param {string} format */
async function inspect(format) {
  return (await docker.run('docker', 'inspect', 'node', '--format', format)).trim();
}

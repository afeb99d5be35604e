import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { DockerEngine } from '../lib/docker-engine.js';
import { until } from '../lib/until.js';

/*
 * Nodes as pods: the image, confined and configured as k8s/ says, with an address of its own for each life, found by a
 * name of DNS that leads to all of them. Here a network of Docker and its name server are in the place of Kubernetes.
 */

const SCRIPT = new URL('../../scripts/make-otter-image', import.meta.url).pathname;
const CONFIGURATION = new URL('../../k8s/base/configuration.yaml', import.meta.url);
const NETWORK = '172.31.77';
const NAMES = ['otter-0', 'otter-1', 'otter-2'];
const BOUND_MS = 120_000;

/** @type {DockerEngine} */
let docker;
/** @type {string[]} */
let variables;
let lastAddress = 9;

before(async () => {
  docker = await DockerEngine.start();
  await docker.run(SCRIPT, 'otter:test');
  await docker.run('docker', 'network', 'create', 'pods', '--subnet', `${NETWORK}.0/24`);
  const text = await readFile(CONFIGURATION, 'utf8');
  variables = [...text.matchAll(/^ {2}(OTTER_\w+): "?([^"\n]+)/gm)]
    .filter(([, name]) => !name?.startsWith('OTTER_TURN_'))
    .flatMap(([, name, value]) => ['-e', `${name}=${value}`]);
  assert.ok(variables.includes('OTTER_CLUSTER_DISCOVERY=kubernetes'));
});

after(async () => {
  await docker.close();
});

test('pods are one cluster, whatever addresses they have', async () => {
  let addresses = [];
  for (const name of NAMES) {
    addresses.push(await ready(await start(name)));
  }
  await members(addresses, 3);
  const key = /API key +(otter_\w+)/.exec(await docker.run('docker', 'logs', 'otter-0'))?.[1];
  const made = await fetch(`http://${addresses[0]}:8080/v1/rooms`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: '{"uniqueName":"kept"}',
  });
  assert.equal(made.status, 201);

  // As a rollout does it.
  for (const name of [...NAMES].reverse()) {
    await docker.run('docker', 'stop', '-t', '75', name);
    assert.equal((await inspect(name, '{{.State.ExitCode}}')).trim(), '0');
    await docker.run('docker', 'rm', name);
    addresses = [...addresses.slice(-2), await ready(await start(name))];
  }
  await members(addresses, 3);
  for (const address of addresses) {
    const found = await fetch(`http://${address}:8080/v1/rooms/kept`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    assert.equal(found.status, 200);
  }

  // As after a power cut: all at once, and the key is in their volumes.
  await docker.run('docker', 'kill', ...NAMES);
  await docker.run('docker', 'rm', ...NAMES);
  addresses = await Promise.all(NAMES.map(start));
  await Promise.all(addresses.map(ready));
  await members(addresses, 3);
  const known = await fetch(`http://${addresses[1]}:8080/v1/rooms`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  assert.equal(known.status, 200);
});

/**
 * Starts a pod with an address that none had before.
 *
 * @param {string} name
 * @returns {Promise<string>} its address
 */
async function start(name) {
  const address = `${NETWORK}.${++lastAddress}`;
  await docker.run(
    ...['docker', 'run', '-d', '--name', name, '--network', 'pods', '--ip', address],
    ...['--network-alias', 'otter-cluster', '--read-only', '--tmpfs', '/tmp:size=64m'],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--memory', '512m'],
    ...['-v', `${name}:/data`, ...variables, '-e', `OTTER_CLUSTER_HOST=${address}`],
    ...['-e', 'OTTER_TURN_DRIVER=none', 'otter:test', '-cluster'],
  );
  return address;
}

/** @param {string} address */
async function ready(address) {
  await until(`${address} is ready`, BOUND_MS, () =>
    fetch(`http://${address}:9091/readyz`).then(
      (answer) => answer.ok,
      () => false,
    ),
  );
  return address;
}

/**
 * @param {string[]} addresses
 * @param {number} count
 */
async function members(addresses, count) {
  for (const address of addresses) {
    await until(`${address} sees ${count}`, BOUND_MS, async () => {
      const metrics = await fetch(`http://${address}:9091/metrics`).catch(saidOfAll);
      return (await metrics.text()).includes(`otter_cluster_members ${count}.0\n`);
    });
  }
}

/**
 * Fails with what the nodes have said last.
 *
 * @param {Error} failure
 * @returns {Promise<never>}
 */
async function saidOfAll(failure) {
  const logs = await Promise.all(NAMES.map((name) => docker.run('docker', 'logs', '--tail', '20', name)));
  throw new Error(`${failure.message}; they said last:\n${logs.join('\n')}`, { cause: failure });
}

/**
 * @param {string} name
 * @param {string} format
 */
function inspect(name, format) {
  return docker.run('docker', 'inspect', name, '--format', format);
}

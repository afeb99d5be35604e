import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { Deployment } from '../lib/deployment.js';
import { DockerEngine } from '../lib/docker-engine.js';
import { longestGapMs, watchGaps } from '../lib/media-gap.js';
import { NumberedSignaling } from '../lib/numbered-signaling.js';
import { freePort } from '../lib/free-port.js';
import { relayOnly, selectedPair } from '../lib/relayed.js';
import { until } from '../lib/until.js';

const BOUND_MS = 120_000;
const SCRIPTS = new URL('../../scripts/', import.meta.url).pathname;
const NODES = ['node-1', 'node-2', 'node-3'];
const RELAYS = ['relay-1', 'relay-2'];

/** What the browser itself notes when a socket or a request breaks that the test has cut. */
const CUT = /WebSocket connection to|Failed to load resource/;

describe('a cluster that deploy brings up', () => {
  /** @type {DockerEngine} */
  let docker;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {[CallSide, CallSide]} */
  let sides;
  /** @type {NumberedSignaling} */
  let numbers;
  /** @type {string} */
  let link;
  /** @type {string} */
  let apiKey;
  /** @type {number} */
  let port;
  /** @type {Deployment} */
  let cluster;

  before(async () => {
    docker = await DockerEngine.start();
    for (const name of ['coturn', 'haproxy', 'postgres', 'otter']) {
      await docker.run(`${SCRIPTS}make-${name}-image`);
    }
    // The next version, as far as this is about: another image.
    await docker.run(
      'sh',
      '-c',
      "printf 'FROM otter:latest\\nLABEL next=yes\\n' | DOCKER_BUILDKIT=0 docker build -q -t otter:next -",
    );
    port = await freePort();
    cluster = new Deployment(docker, ['--relay-port', `${await freePort()}`], port);
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await docker?.close();
  });

  /** @param {string} room */
  async function numbersLink(room) {
    const made = await fetch(`http://127.0.0.1:${port}/v1/rooms`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ uniqueName: room }),
    });
    assert.equal(made.status, 201);
    return (await made.json()).url;
  }

  /** Both are in their places, and the picture goes on. */
  async function untilWell() {
    for (const side of sides) {
      await until(`${side.name} is in the call`, BOUND_MS, () =>
        side.page.evaluate(() => {
          const { room } = /** @type {any} */ (window).otter;
          return room.status.state === 'connected' && !room.peers[0].interrupted;
        }),
      );
    }
    await Promise.all(sides.map((side) => side.untilDecoding()));
  }

  it('is up, and tells no secret', async (test) => {
    const { code, out, err } = await cluster.deploy();
    assert.equal(code, 0, out + err);
    link = /Join link +(\S+)/.exec(out)?.[1] ?? '';
    apiKey = /API key +(otter_\w+)/.exec(out)?.[1] ?? '';
    assert.match(out, new RegExp(`Page +http://localhost:${port}/`));
    assert.match(link, new RegExp(`^http://localhost:${port}/otter-meet/first-call\\?token=`));
    test.diagnostic(`FIGURE deploy: ${/\n.*wait .*/.exec(out)?.[0].trim()}`);

    const kept = JSON.parse(
      await docker.run('sh', '-c', 'docker cp otter-node-1:/data/secrets.json - | tar -xO'),
    );
    const told =
      (await docker.run('sh', '-c', 'docker inspect $(docker ps -aq) $(docker volume ls -q) otter')) +
      (await docker.run(
        'sh',
        '-c',
        'for each in $(docker ps -aq); do docker logs $each; docker top $each; done',
      ));
    for (const secret of [apiKey, kept.turnSecret, kept.signingSecret]) {
      assert.ok(secret.length > 30 && !told.includes(secret));
    }
    for (const part of [...NODES, ...RELAYS, 'balancer', 'database']) {
      assert.equal(
        await cluster.inspect(part, '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}'),
        'true [ALL]',
      );
      assert.doesNotMatch(await cluster.inspect(part, '{{.Config.User}} '), /^(0|root)?[: ]/);
    }
  });

  it('is left alone when there is nothing to change', async () => {
    const first = await cluster.containers();
    const { code, out } = await cluster.deploy();
    assert.equal(code, 0);
    assert.match(out, /nothing was changed/);
    assert.doesNotMatch(out, /API key|(create|replace|update|start) /);
    assert.deepEqual(await cluster.containers(), first);
    const { code: well, out: how } = await cluster.run('status', '--json');
    assert.equal(well, 0);
    assert.equal(JSON.parse(how).parts.length, 7);
  });

  it('carries a call by its join link, whose media is relayed', async () => {
    sides = [new CallSide('Ada', await newPerson(browser)), new CallSide('Ben', await newPerson(browser))];
    await Promise.all(sides.map(({ page }) => page.addInitScript(relayOnly)));
    await Promise.all(sides.map((side) => side.open(link)));
    await connect(...sides);
    for (const pair of await Promise.all(sides.map(selectedPair))) {
      assert.match(pair.local, /^relay 127\.0\.0\.1:/);
    }
    numbers = new NumberedSignaling([await newPerson(browser), await newPerson(browser)]);
    await numbers.start(await numbersLink('kills'));
  });

  for (const part of [...NODES, ...RELAYS, 'balancer', 'database']) {
    it(`comes back when ${part} is killed, and the call with it`, async (test) => {
      await Promise.all(sides.map(watchGaps));
      const startMs = performance.now();
      process.kill(Number(await cluster.inspect(part, '{{.State.Pid}}')), 'SIGKILL');
      await until(`${part} was started again`, BOUND_MS, async () => {
        return (await cluster.inspect(part, '{{.RestartCount}} {{.State.Running}}')) === '1 true';
      });
      await until('all parts are well', BOUND_MS, async () => (await cluster.run('status')).code === 0);
      const wholeMs = performance.now() - startMs;
      await untilWell();
      const gaps = await Promise.all(sides.map(longestGapMs));
      test.diagnostic(
        `FIGURE ${part} killed: all well after ${Math.round(wholeMs)} ms, media gap ${Math.max(...gaps)} ms`,
      );
    });
  }

  it('loses no message by that', async (test) => {
    const figures = await numbers.verified();
    test.diagnostic(`FIGURE kills: ${JSON.stringify(figures)}`);
  });

  it('is upgraded node by node: nobody is dropped, no message is lost', async (test) => {
    await numbers.start(await numbersLink('upgrade'));
    const ids = await Promise.all(sides.map(({ page }) => page.evaluate(watchRoom)));
    await Promise.all(sides.map(watchGaps));
    const startMs = performance.now();
    const { code, out, err } = await cluster.deploy('--image', 'otter:next');
    const tookMs = performance.now() - startMs;
    assert.equal(code, 0, out + err);
    assert.match(out, /replace {2}node-1[^]*replace {2}node-2[^]*replace {2}node-3/);
    assert.doesNotMatch(out, /(create|replace|update|start|remove) +(balancer|relay|database)/);
    await untilWell();
    const gaps = await Promise.all(sides.map(longestGapMs));
    for (const [index, { page, name }] of sides.entries()) {
      const { left, id } = await page.evaluate(() => {
        const { leftCount, otter } = /** @type {any} */ (window);
        return { left: leftCount, id: otter.room.self.id };
      });
      assert.deepEqual({ left, id }, { left: 0, id: ids[index] }, name);
    }
    const figures = await numbers.verified();
    figures.forEach(({ resumed }) => assert.ok(resumed >= 1 && resumed <= NODES.length, `${resumed} times`));
    for (const node of NODES) {
      assert.equal(await cluster.inspect(node, '{{.Config.Image}}'), 'otter:next');
    }
    test.diagnostic(
      `FIGURE upgrade: ${Math.round(tookMs)} ms for ${NODES.length} nodes, media gap ${Math.max(...gaps)} ms, ${JSON.stringify(figures)}`,
    );
  });

  it('says what stands when a port is taken, and goes on when it is free', async (test) => {
    const taken = createServer();
    test.after(() => taken.close());
    await new Promise((resolve) => taken.listen(0, '127.0.0.1', () => resolve(undefined)));
    const other = /** @type {import('node:net').AddressInfo} */ (taken.address()).port;
    const refused = await cluster.deploy('--image', 'otter:next', '--port', `${other}`);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /It stopped: .*address already in use/);
    assert.match(refused.err, /What stands: .*database, relay-1, relay-2, node-1, node-2, node-3\n/);
    assert.equal((await cluster.run('status')).code, 1);
    taken.close();
    const { code, out } = await cluster.deploy('--image', 'otter:next');
    assert.equal(code, 0, out);
    assert.doesNotMatch(out, /(create|replace|start|update) +(node|relay|database)/);
    assert.equal((await cluster.run('status')).code, 0);
    await untilWell();
    sides.forEach((side) => side.assertNoTrouble(CUT));
  });

  it('is taken away, and nothing is left', async () => {
    assert.equal((await cluster.run('destroy', '--yes')).code, 0);
    for (const list of [
      ['ps', '-aq'],
      ['volume', 'ls', '-q'],
      ['network', 'ls', '-q', '--filter', 'driver=bridge'],
    ]) {
      assert.equal(await docker.run('docker', ...list), '');
    }
    assert.equal((await cluster.run('status')).code, 4);
  });
});

/** Runs in the page. @returns {string} who this side is */
function watchRoom() {
  const page = /** @type {any} */ (window);
  page.leftCount = 0;
  page.otter.room.on('peer-left', () => (page.leftCount += 1));
  return page.otter.room.self.id;
}

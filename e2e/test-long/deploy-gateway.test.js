import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { DeployedCall } from '../lib/deployed-call.js';
import { Deployment } from '../lib/deployment.js';
import { DockerEngine } from '../lib/docker-engine.js';
import { EngineNetwork } from '../lib/engine-network.js';
import { NumberedSignaling } from '../lib/numbered-signaling.js';
import { selectedPair } from '../lib/relayed.js';
import { StunSocket } from '../lib/stun-binding.js';
import { openTicks, silenceSince, ticks, watchSilence } from '../lib/ticks.js';
import { until } from '../lib/until.js';

const BOUND_MS = 120_000;
const PORT = 8080;
const RELAY_PORT = 3478;
const NODES = ['node-1', 'node-2', 'node-3'];
const OTHERS = ['balancer', 'database'];

/** What the browser itself notes when a socket or a request breaks that the test has cut. */
const CUT = /WebSocket connection to|Failed to load resource/;

/** A call by the gateway goes on whoever dies: its media is not to be away for longer. */
const LONGEST_SILENCE_MS = 15_000;

describe('a cluster that deploy brings up with a gateway', () => {
  /** @type {EngineNetwork} */
  let network;
  /** @type {DockerEngine} */
  let docker;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {DeployedCall} */
  let call;
  /** @type {NumberedSignaling} */
  let numbers;
  /** @type {string} */
  let link;
  /** @type {Deployment} */
  let cluster;
  /** @type {Awaited<ReturnType<typeof selectedPair>>[]} */
  let pairs;

  before(async () => {
    network = await EngineNetwork.make();
    docker = await DockerEngine.start(network.prefix);
    await docker.makeImages('router', 'haproxy', 'postgres', 'otter');
    const { host } = network;
    const options = ['--gateway', '--public-ip', host, '--bind', host, '--relay-port', `${RELAY_PORT}`];
    cluster = new Deployment(docker, options, PORT, host);
    browser = await launchBrowser('fake', [`--unsafely-treat-insecure-origin-as-secure=${cluster.origin}`]);
  });

  after(async () => {
    await browser?.close();
    await docker?.close().finally(() => network.remove());
  });

  it('is up, and tells no secret', async (test) => {
    const { out, ...first } = await cluster.firstDeploy();
    link = first.link;
    assert.match(out, new RegExp(`create +router +${network.host}:${RELAY_PORT} `));
    test.diagnostic(`FIGURE deploy: ${/\n.*create +router.*/.exec(out)?.[0].trim()}`);
    test.diagnostic(`FIGURE deploy: ${/\n.*wait .*/.exec(out)?.[0].trim()}`);
    await cluster.assertTellsNoSecret();
    for (const part of [...NODES, 'balancer', 'database']) {
      assert.equal(await hostConfig(part), 'true [ALL] []');
      assert.doesNotMatch(await cluster.inspect(part, '{{.Config.User}} '), /^(0|root)?[: ]/);
    }
    assert.equal(await hostConfig('router'), 'true [ALL] [NET_ADMIN]');
  });

  it('is left alone when there is nothing to change', async () => {
    const first = await cluster.containers();
    const { code, out } = await cluster.deploy();
    assert.equal(code, 0);
    assert.match(out, /nothing was changed/);
    assert.deepEqual(await cluster.containers(), first);
  });

  it('keeps the address of whoever sends, and answers by the one address, whichever node it is', async () => {
    const stun = await StunSocket.at(network.client);
    try {
      // A node answers but a share of them, so thirty are more than one's.
      for (let asked = 0; asked < 30; asked++) {
        assert.deepEqual(await stun.ask(network.host, RELAY_PORT), {
          seen: stun.local,
          from: `${network.host}:${RELAY_PORT}`,
        });
      }
    } finally {
      stun.close();
    }
  });

  it('carries a call by its join link, whose media is relayed', async () => {
    call = await DeployedCall.begin(browser, link, network.host);
    await Promise.all(call.sides.map(openTicks));
    await untilMoreTicks();
    pairs = await Promise.all(call.sides.map(selectedPair));
    numbers = new NumberedSignaling([await newPerson(browser), await newPerson(browser)]);
    await numbers.start(await cluster.roomLink('kills'));
  });

  for (const part of [...NODES, ...OTHERS]) {
    it(`goes on when ${part} is killed, without an ICE restart`, async (test) => {
      await Promise.all(call.sides.map(watchSilence));
      const wholeMs = await cluster.kill(part);
      await afterwards(test, `${part} killed: all well after ${Math.round(wholeMs)} ms`);
    });
  }

  it('goes on when what works in the router is killed', async (test) => {
    await Promise.all(call.sides.map(watchSilence));
    const pid = await cluster.inspect('router', '{{.State.Pid}}');
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    const worker = Number(children.trim().split(' ')[0]);
    process.kill(worker, 'SIGKILL');
    await until('another one works', BOUND_MS, async () => {
      const now = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
      return now.trim() !== '' && !now.split(' ').includes(`${worker}`);
    });
    await afterwards(test, 'what works in the router killed');
  });

  it('goes on when all nodes are replaced, one after the other', async (test) => {
    await Promise.all(call.sides.map(watchSilence));
    const { code, out, err } = await cluster.deploy('--relays', '1');
    assert.equal(code, 0, out + err);
    assert.equal([...out.matchAll(/replace +node/g)].length, 3, out);
    await afterwards(test, 'all nodes replaced');
  });

  it('loses no message by that', async (test) => {
    const figures = await numbers.verified();
    await call.assertNobodyLeft();
    call.sides.forEach((side) => side.assertNoTrouble(CUT));
    test.diagnostic(`FIGURE kills: ${JSON.stringify(figures)}`);
  });

  it('comes back when the container of the router is killed, whose ports Docker publishes anew', async (test) => {
    await Promise.all(call.sides.map(watchSilence));
    const wholeMs = await cluster.kill('router');
    await untilMoreTicks();
    await call.untilWell();
    const silenceMs = Math.max(...(await Promise.all(call.sides.map(silenceSince))));
    test.diagnostic(
      `FIGURE router killed: all well after ${Math.round(wholeMs)} ms, longest silence ${Math.round(silenceMs)} ms`,
    );
  });

  it('says that it cannot be one without a gateway, and changes nothing', async () => {
    const first = await cluster.containers();
    const without = new Deployment(docker, ['--relays', '0'], PORT, network.host);
    const { code, err } = await without.deploy();
    assert.equal(code, 1);
    assert.match(err, /the network otter is one with --gateway: give it, or destroy the deployment first/);
    assert.deepEqual(await cluster.containers(), first);
  });

  it('is taken away, and nothing is left', async () => {
    assert.equal((await cluster.run('destroy', '--yes')).code, 0);
    await cluster.assertNothingLeft();
  });

  /** @param {string} part */
  function hostConfig(part) {
    return cluster.inspect(
      part,
      '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.CapAdd}}',
    );
  }

  /**
   * The call is well, and by the same addresses as in the beginning.
   *
   * @param {import('node:test').TestContext} test
   * @param {string} what
   */
  async function afterwards(test, what) {
    await untilMoreTicks();
    await call.untilWell();
    const silenceMs = Math.max(...(await Promise.all(call.sides.map(silenceSince))));
    test.diagnostic(`FIGURE ${what}, longest silence ${Math.round(silenceMs)} ms`);
    assert.ok(silenceMs < LONGEST_SILENCE_MS);
    assert.deepEqual(await Promise.all(call.sides.map(selectedPair)), pairs);
  }

  /** Both sides hear the other. */
  async function untilMoreTicks() {
    const begin = await Promise.all(call.sides.map(ticks));
    await until('ticks come', BOUND_MS, async () => {
      const now = await Promise.all(call.sides.map(ticks));
      return now.every((count, index) => count > (begin[index] ?? 0) + 50);
    });
  }
});

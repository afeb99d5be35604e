import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { Asker, RouterProcess, Stand } from '../lib/routed-processes.js';
import * as at from '../lib/routed-network.js';
import { until } from '../lib/until.js';

const { RoutedNetwork } = at;
const BOUND_MS = 10_000;
const MANY = 30;
const STAND_IN = '198.18.50.1';

/** The program of images/router, in a network as Docker makes one, before stand-ins for nodes. */
describe('the router of a deployment with a gateway', () => {
  /** @type {at.RoutedNetwork} */
  let network;
  /** @type {RouterProcess} */
  let router;
  /** @type {Map<number, Stand>} */
  const nodes = new Map();
  /** @type {Stand} */
  let machine;
  /** @type {Asker} */
  let asker;
  let directory = '';
  let file = '';

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'otter-router-'));
    file = path.join(directory, 'router');
    network = await RoutedNetwork.make();
    const balancer = new Stand(network, RoutedNetwork.BALANCER, [], [at.PAGE_PORT]);
    machine = new Stand(network, RoutedNetwork.MACHINE, [], []);
    await Promise.all([balancer.started, machine.started, ...RoutedNetwork.NODES.map(startNode)]);
    await startRouter();
    asker = await Asker.to(at.PUBLIC_ADDRESS, 3478);
  });

  after(async () => {
    asker?.close();
    await network?.remove();
    await rm(directory, { recursive: true, force: true });
  });

  afterEach(() => {
    assert.equal(router.err, '');
    assert.deepEqual(asker.strange, []);
  });

  /** @param {number} number */
  async function startNode(number) {
    const started = new Stand(network, `node${number}`, at.UDP_PORTS, [at.READY_PORT]);
    nodes.set(number, started);
    await started.started;
  }

  async function startRouter() {
    await network.writeSettings(file, RoutedNetwork.NODES);
    router = new RouterProcess(network, file);
    await router.says('nodes: 3');
  }

  /** @param {number} number */
  function node(number) {
    return /** @type {Stand} */ (nodes.get(number));
  }

  /** @param {number[]} numbers  of the nodes that have their turn, and no datagram is lost */
  async function assertSpread(...numbers) {
    const names = await asker.names(MANY);
    const share = RoutedNetwork.NODES.map(
      (number) => names.filter((name) => name === `node${number}`).length,
    );
    const due = RoutedNetwork.NODES.map((number) => (numbers.includes(number) ? MANY / numbers.length : 0));
    assert.deepEqual(share, due);
  }

  /**
   * What fails, what ends that, and what the router is to say of it.
   *
   * @param {import('node:test').TestContext} test
   * @param {string} why
   * @param {(node: Stand) => unknown} fail
   * @param {(node: Stand) => unknown} heal
   */
  async function assertGoneAndBack(test, why, fail, heal) {
    for (const number of RoutedNetwork.NODES) {
      const others = RoutedNetwork.NODES.filter((other) => other !== number);
      const place = `router: node ${network.host(number)} is`;
      const outMs = await router.says(`${place} out (${why})\n`, () => fail(node(number)));
      await assertSpread(...others);
      const inMs = await router.says(`${place} in\n`, () => heal(node(number)));
      await assertSpread(...RoutedNetwork.NODES);
      test.diagnostic(`${why}: out after ${outMs} ms, in after ${inMs} ms`);
    }
  }

  it('has each node take its turn, keeps who asks, and answers from where was asked', async () => {
    await assertSpread(...RoutedNetwork.NODES);
    for (const port of at.UDP_PORTS) {
      const other = await Asker.to(at.PUBLIC_ADDRESS, port);
      const seen = await other.ask();
      assert.deepEqual([seen?.from, seen?.port], [at.CLIENT_ADDRESS, other.port]);
      other.close();
    }
  });

  it('passes datagrams on that are longer than a frame', async () => {
    for (const length of [1473, 4000, 9000]) {
      assert.equal((await asker.ask(length))?.text?.length, length);
    }
  });

  it('has whoever answers do so from the public address', async () => {
    for (const number of RoutedNetwork.NODES) {
      const to = { host: at.CLIENT_ADDRESS, port: asker.port };
      await node(number).tell('send', { from: 3478, text: `from ${number}`, ...to });
      await until('it comes', BOUND_MS, () => asker.strange.includes(`from ${number}`));
      asker.strange.length = 0;
    }
  });

  it('leads to the page, and shows it who asks', async () => {
    const page = await fetch(`http://${at.PUBLIC_ADDRESS}:${at.PAGE_PORT}/`);
    assert.deepEqual(await page.json(), { name: 'balancer', from: at.CLIENT_ADDRESS });
  });

  it('serves the machine itself, whose address in the network would not lead back', async () => {
    for (const [host, from] of [
      [at.ROUTER_ADDRESS, STAND_IN],
      [at.PUBLIC_ADDRESS, at.PUBLIC_ADDRESS],
    ]) {
      const page = await machine.tell('get', { url: `http://${host}:${at.PAGE_PORT}/` });
      assert.deepEqual(page, { name: 'balancer', from });
      for (const port of at.UDP_PORTS) {
        assert.equal((await machine.tell('ask', { host, port })).from, from);
      }
    }
  });

  it('leaves alone what the machine and the nodes send each other', async () => {
    for (const port of at.UDP_PORTS) {
      const between = await node(1).tell('ask', { from: port, host: network.host(2), port });
      assert.deepEqual(between, { name: 'node2', from: network.host(1), port, text: 'x' });
      const own = await machine.tell('ask', { host: network.host(3), port });
      assert.deepEqual([own.name, own.from], ['node3', at.MACHINE_ADDRESS]);
    }
    const page = await machine.tell('get', { url: `http://${at.BALANCER_ADDRESS}:${at.PAGE_PORT}/` });
    assert.equal(page.from, at.MACHINE_ADDRESS);
  });

  it('lets nodes out', async () => {
    const server = net.createServer((socket) => socket.end(`${socket.remoteAddress}`));
    await new Promise((resolve) => server.listen(0, at.CLIENT_ADDRESS, () => resolve(null)));
    const { port } = /** @type {net.AddressInfo} */ (server.address());
    const seen = await node(2).tell('connect', { host: at.CLIENT_ADDRESS, port });
    assert.equal(seen, at.PUBLIC_ADDRESS);
    server.close();
  });

  it('takes a node out that is killed', (test) =>
    assertGoneAndBack(
      test,
      'connection ended',
      (failing) => failing.kill('SIGKILL'),
      (failing) => startNode([...nodes].find(([, one]) => one === failing)?.[0] ?? 0),
    ));

  it('takes a node out that says so', (test) =>
    assertGoneAndBack(
      test,
      '503',
      (failing) => failing.tell('ready', { ready: false }),
      (failing) => failing.tell('ready', { ready: true }),
    ));

  it('takes a node out that does not answer', (test) =>
    assertGoneAndBack(
      test,
      'no answer',
      (failing) => failing.kill('SIGSTOP'),
      (failing) => failing.kill('SIGCONT'),
    ));

  it('refuses datagrams when no node is ready', async () => {
    for (const ready of [false, true]) {
      for (const number of RoutedNetwork.NODES) {
        const place = `node ${network.host(number)} is ${ready ? 'in' : 'out'}`;
        await router.says(place, () => node(number).tell('ready', { ready }));
      }
      assert.equal((await asker.ask()) !== null, ready);
      assert.deepEqual(asker.errors.splice(0), ready ? [] : ['ECONNREFUSED']);
    }
  });

  it('takes another list without an interruption, and keeps the old one when the new one is wrong', async () => {
    let going = true;
    let lost = 0;
    const stream = (async () => {
      while (going) {
        lost += (await asker.ask()) ? 0 : 1;
      }
    })();
    for (const numbers of [[1, 2], RoutedNetwork.NODES, [2, 3], RoutedNetwork.NODES]) {
      await network.writeSettings(file, numbers);
      await router.says(`nodes: ${numbers.length}`, () => router.kill('SIGHUP'));
      await until('just these answer', BOUND_MS, async () => {
        const names = await asker.names(MANY);
        assert.ok(!names.includes(undefined));
        return new Set(names).size === numbers.length && numbers.every((one) => names.includes(`node${one}`));
      });
    }
    await network.writeSettings(file, RoutedNetwork.NODES, 'node nowhere');
    router.kill('SIGHUP');
    const text = 'got node nowhere\nrouter: the settings stay as they were\n';
    await until('it says what is wrong', BOUND_MS, () => router.err.endsWith(text));
    router.err = '';
    going = false;
    await stream;
    assert.equal(lost, 0);
    await assertSpread(...RoutedNetwork.NODES);
  });

  it('ends when who asks a node has ended, and is told to, and leaves nothing', async () => {
    const children = await readFile(`/proc/${router.pid}/task/${router.pid}/children`, 'utf8');
    process.kill(Number(children.trim().split(' ').at(-1)), 'SIGKILL');
    assert.equal(await router.ended(), 1);
    assert.match(router.err, /^router: the watch on 10\.213\.50\.2\d has ended\n$/);
    await startRouter();
    const startMs = performance.now();
    router.kill('SIGTERM');
    assert.equal(await router.ended(), 0);
    assert.ok(performance.now() - startMs < 1000);
    assert.equal(await network.routerRules(), '');
    await until('nothing runs', BOUND_MS, async () => (await network.routerProcesses()).length === 0);
  });

  it('is found when it is made anew, with another hardware address', async () => {
    await network.plugRouter();
    await startRouter();
    await until('all nodes answer', BOUND_MS, async () => (await asker.names(3)).every(Boolean));
    await assertSpread(...RoutedNetwork.NODES);
    const page = await fetch(`http://${at.PUBLIC_ADDRESS}:${at.PAGE_PORT}/`);
    assert.equal((await page.json()).from, at.CLIENT_ADDRESS);
  });
});

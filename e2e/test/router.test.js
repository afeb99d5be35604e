import assert from 'node:assert/strict';
import net from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { Asker } from '../lib/routed-processes.js';
import { RoutedDeployment } from '../lib/routed-deployment.js';
import * as at from '../lib/routed-network.js';
import { until } from '../lib/until.js';

const { RoutedNetwork } = at;
const BOUND_MS = 60_000;
const STAND_IN = '198.18.50.1';

describe('the router of a deployment with a gateway', () => {
  /** @type {RoutedDeployment} */
  let deployment;

  before(async () => {
    deployment = await RoutedDeployment.make();
  });

  after(() => deployment?.close());

  afterEach(() => deployment.assertQuiet());

  it('has each node take its turn, keeps who asks, and answers from where was asked', async () => {
    await deployment.assertSpread(...RoutedNetwork.NODES);
    for (const port of at.UDP_PORTS) {
      const other = await Asker.to(at.PUBLIC_ADDRESS, port);
      const seen = await other.ask();
      assert.deepEqual([seen?.from, seen?.port], [at.CLIENT_ADDRESS, other.port]);
      other.close();
    }
  });

  it('passes datagrams on that are longer than a frame', async () => {
    for (const length of [1473, 4000, 9000]) {
      assert.equal((await deployment.asker.ask(length))?.text?.length, length);
    }
  });

  it('has whoever answers do so from the public address', async () => {
    for (const number of RoutedNetwork.NODES) {
      const to = { host: at.CLIENT_ADDRESS, port: deployment.asker.port };
      await deployment.node(number).tell('send', { from: 3478, text: `from ${number}`, ...to });
      await until('it comes', BOUND_MS, () => deployment.asker.strange.includes(`from ${number}`));
      deployment.asker.strange.length = 0;
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
      const page = await deployment.machine.tell('get', { url: `http://${host}:${at.PAGE_PORT}/` });
      assert.deepEqual(page, { name: 'balancer', from });
      for (const port of at.UDP_PORTS) {
        assert.equal((await deployment.machine.tell('ask', { host, port })).from, from);
      }
    }
  });

  it('leaves alone what the machine and the nodes send each other', async () => {
    for (const port of at.UDP_PORTS) {
      const between = await deployment
        .node(1)
        .tell('ask', { from: port, host: deployment.network.host(2), port });
      assert.deepEqual(between, { name: 'node2', from: deployment.network.host(1), port, text: 'x' });
      const own = await deployment.machine.tell('ask', { host: deployment.network.host(3), port });
      assert.deepEqual([own.name, own.from], ['node3', at.MACHINE_ADDRESS]);
    }
    const page = await deployment.machine.tell('get', {
      url: `http://${at.BALANCER_ADDRESS}:${at.PAGE_PORT}/`,
    });
    assert.equal(page.from, at.MACHINE_ADDRESS);
  });

  it('lets nodes out', async () => {
    const server = net.createServer((socket) => socket.end(`${socket.remoteAddress}`));
    await new Promise((resolve) => server.listen(0, at.CLIENT_ADDRESS, () => resolve(null)));
    const { port } = /** @type {net.AddressInfo} */ (server.address());
    const seen = await deployment.node(2).tell('connect', { host: at.CLIENT_ADDRESS, port });
    assert.equal(seen, at.PUBLIC_ADDRESS);
    server.close();
  });

  it('is found when it is made anew, with another hardware address', async () => {
    deployment.router.kill('SIGTERM');
    assert.equal(await deployment.router.ended(), 0);
    await deployment.network.plugRouter();
    await deployment.startRouter();
    await until('it is found', BOUND_MS, () => deployment.asker.ask(0, 500));
    await deployment.assertSpread(...RoutedNetwork.NODES);
    const page = await fetch(`http://${at.PUBLIC_ADDRESS}:${at.PAGE_PORT}/`);
    assert.equal((await page.json()).from, at.CLIENT_ADDRESS);
  });
});

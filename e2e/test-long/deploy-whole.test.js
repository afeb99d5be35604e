import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { GatewayDeployment } from '../lib/gateway-deployment.js';

const NODES = ['node-1', 'node-2', 'node-3'];
const RELAYS = ['relay-1', 'relay-2'];
const OTHERS = ['balancer', 'database'];

/*
 * Three nodes, a database, two CoTURN containers, and what leads to the nodes by UDP and TCP, each datagram and each
 * connection to the next one: all on one Docker network, each killed in turn under one call.
 */
describe('a cluster that deploy brings up with a gateway and TURN servers in containers', () => {
  /** @type {GatewayDeployment} */
  let deployed;
  /** @type {string} */
  let link;

  before(async () => {
    const images = ['router', 'haproxy', 'postgres', 'coturn', 'otter'];
    deployed = await GatewayDeployment.prepare(images, ['--relay-containers']);
  });

  after(() => deployed?.close());

  it('is up on one network, and tells no secret', async (test) => {
    const all = [...NODES, ...RELAYS, ...OTHERS];
    link = await deployed.isUp(test, all);
    for (const part of [...all, 'router']) {
      const networks = '{{range $name, $at := .NetworkSettings.Networks}}{{$name}} {{end}}';
      assert.equal(await deployed.cluster.inspect(part, networks), 'otter');
    }
    assert.equal(await deployed.cluster.inspect('relay-1', '{{.HostConfig.PortBindings}}'), 'map[]');
  });

  it('is left alone when there is nothing to change', () => deployed.isLeftAlone());

  it('carries a call by its join link, whose media is relayed', () => deployed.carriesACall(link));

  for (const part of [...NODES, ...RELAYS, ...OTHERS]) {
    it(`goes on when ${part} is killed, without an ICE restart`, (test) =>
      deployed.goesOnWithout(test, part));
  }

  it('goes on when what works in the router is killed', (test) =>
    deployed.goesOnWithoutTheRoutersWorker(test));

  it('goes on from one image of the nodes to the next', async (test) => {
    const { cluster } = deployed;
    await deployed.makeNextImage('otter:latest', 'otter:next');
    await deployed.goesOnWhile(test, async () => {
      const { code, out, err } = await cluster.deploy('--image', 'otter:next');
      assert.equal(code, 0, out + err);
      assert.match(out, /replace +node-1[^]*replace +node-2[^]*replace +node-3/);
      assert.doesNotMatch(out, /(create|replace|start|remove) +(balancer|router|relay|database)/);
      return 'all nodes replaced by those of the next image';
    });
    for (const node of NODES) {
      assert.equal(await cluster.inspect(node, '{{.Config.Image}}'), 'otter:next');
    }
  });

  it('goes on from one image of the TURN servers to the next', async (test) => {
    const { cluster } = deployed;
    await deployed.makeNextImage('otter-coturn:debian', 'otter-coturn:next');
    await deployed.goesOnWhile(test, async () => {
      const { code, out, err } = await cluster.deploy(
        '--image',
        'otter:next',
        '--relay-image',
        'otter-coturn:next',
      );
      assert.equal(code, 0, out + err);
      assert.match(out, /replace +relay-1[^]*replace +relay-2/);
      return 'both TURN servers replaced';
    });
  });

  it('loses no message by that', (test) => deployed.losesNoMessage(test));

  it('comes back when the container of the router is killed, whose ports Docker publishes anew', (test) =>
    deployed.comesBackAfterTheRouter(test));

  it('is taken away, and nothing is left', () => deployed.leavesNothing());
});

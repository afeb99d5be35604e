import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { GatewayDeployment } from '../lib/gateway-deployment.js';
import { StunSocket } from '../lib/stun-binding.js';

const NODES = ['node-1', 'node-2', 'node-3'];
const OTHERS = ['balancer', 'database'];
const { RELAY_PORT } = GatewayDeployment;

describe('a cluster that deploy brings up with a gateway', () => {
  /** @type {GatewayDeployment} */
  let deployed;
  /** @type {string} */
  let link;

  before(async () => {
    deployed = await GatewayDeployment.prepare(['router', 'haproxy', 'postgres', 'otter']);
  });

  after(() => deployed?.close());

  it('is up, and tells no secret', async (test) => {
    link = await deployed.isUp(test, [...NODES, ...OTHERS]);
  });

  it('is left alone when there is nothing to change', () => deployed.isLeftAlone());

  it('keeps the address of whoever sends, and answers by the one address, whichever node it is', async () => {
    const { network } = deployed;
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

  it('carries a call by its join link, whose media is relayed', () => deployed.carriesACall(link));

  for (const part of [...NODES, ...OTHERS]) {
    it(`goes on when ${part} is killed, without an ICE restart`, (test) =>
      deployed.goesOnWithout(test, part));
  }

  it('goes on when what works in the router is killed', (test) =>
    deployed.goesOnWithoutTheRoutersWorker(test));

  it('goes on when all nodes are replaced, one after the other', (test) =>
    deployed.goesOnWhile(test, async () => {
      const { code, out, err } = await deployed.cluster.deploy('--relays', '1');
      assert.equal(code, 0, out + err);
      assert.equal([...out.matchAll(/replace +node/g)].length, 3, out);
      return 'all nodes replaced';
    }));

  it('loses no message by that', (test) => deployed.losesNoMessage(test));

  it('comes back when the container of the router is killed, whose ports Docker publishes anew', (test) =>
    deployed.comesBackAfterTheRouter(test));

  it('says that it cannot be one without a gateway, and changes nothing', async () => {
    const { cluster } = deployed;
    const first = await cluster.containers();
    const { code, err } = await deployed.otherCluster('--relays', '0').deploy();
    assert.equal(code, 1);
    assert.match(err, /the network otter is one with --gateway: give it, or destroy the deployment first/);
    assert.deepEqual(await cluster.containers(), first);
  });

  it('is taken away, and nothing is left', () => deployed.leavesNothing());
});

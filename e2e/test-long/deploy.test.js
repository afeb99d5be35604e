import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { DeployedCall } from '../lib/deployed-call.js';
import { Deployment } from '../lib/deployment.js';
import { DockerEngine } from '../lib/docker-engine.js';
import { NumberedSignaling } from '../lib/numbered-signaling.js';

const NODES = ['node-1', 'node-2', 'node-3'];
const RELAYS = ['relay-1', 'relay-2'];

/** What the browser itself notes when a socket or a request breaks that the test has cut. */
const CUT = /WebSocket connection to|Failed to load resource/;

describe('a cluster that deploy brings up', () => {
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

  before(async () => {
    docker = await DockerEngine.start();
    await docker.makeImages('coturn', 'haproxy', 'postgres', 'otter');
    cluster = await Deployment.at(docker);
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await docker?.close();
  });

  it('is up, and tells no secret', async (test) => {
    const { out, apiKey, ...first } = await cluster.firstDeploy();
    link = first.link;
    assert.match(out, new RegExp(`Page +http://localhost:${cluster.port}/`));
    assert.match(link, new RegExp(`^http://localhost:${cluster.port}/otter-meet/first-call\\?token=`));
    test.diagnostic(`FIGURE deploy: ${/\n.*wait .*/.exec(out)?.[0].trim()}`);

    assert.ok(apiKey);
    await cluster.assertTellsNoSecret();
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

  it('says that it cannot be one with a gateway, and changes nothing', async () => {
    const first = await cluster.containers();
    const { code, err } = await cluster.deploy('--gateway', '--router-image', 'otter-haproxy:debian');
    assert.equal(code, 1);
    assert.match(
      err,
      /the network otter is one without --gateway: leave it out, or destroy the deployment first/,
    );
    assert.deepEqual(await cluster.containers(), first);
  });

  it('carries a call by its join link, whose media is relayed', async () => {
    call = await DeployedCall.begin(browser, link);
    numbers = new NumberedSignaling([await newPerson(browser), await newPerson(browser)]);
    await numbers.start(await cluster.roomLink('kills'));
  });

  for (const part of [...NODES, ...RELAYS, 'balancer', 'database']) {
    it(`comes back when ${part} is killed, and the call with it`, async (test) => {
      await call.watchGaps();
      const wholeMs = await cluster.kill(part);
      await call.untilWell();
      const gapMs = await call.longestGapMs();
      test.diagnostic(
        `FIGURE ${part} killed: all well after ${Math.round(wholeMs)} ms, media gap ${gapMs} ms`,
      );
    });
  }

  it('loses no message by that', async (test) => {
    const figures = await numbers.verified();
    await call.assertNobodyLeft();
    test.diagnostic(`FIGURE kills: ${JSON.stringify(figures)}`);
  });

  it('says what stands when a port is taken, and goes on when it is free', async (test) => {
    const taken = createServer();
    test.after(() => taken.close());
    await new Promise((resolve) => taken.listen(0, '127.0.0.1', () => resolve(undefined)));
    const other = /** @type {import('node:net').AddressInfo} */ (taken.address()).port;
    const refused = await cluster.deploy('--port', `${other}`);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /It stopped: .*address already in use/);
    assert.match(refused.err, /What stands: .*database, relay-1, relay-2, node-1, node-2, node-3\n/);
    assert.equal((await cluster.run('status')).code, 1);
    taken.close();
    const { code, out } = await cluster.deploy();
    assert.equal(code, 0, out);
    assert.doesNotMatch(out, /(create|replace|start|update) +(node|relay|database)/);
    assert.equal((await cluster.run('status')).code, 0);
    await call.untilWell();
    call.sides.forEach((side) => side.assertNoTrouble(CUT));
  });

  it('is taken away, and nothing is left', async () => {
    assert.equal((await cluster.run('destroy', '--yes')).code, 0);
    await cluster.assertNothingLeft();
  });
});

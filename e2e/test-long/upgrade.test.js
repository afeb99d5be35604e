import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { DeployedCall } from '../lib/deployed-call.js';
import { Deployment } from '../lib/deployment.js';
import { DockerEngine } from '../lib/docker-engine.js';
import { Newcomers } from '../lib/newcomers.js';
import { NumberedSignaling } from '../lib/numbered-signaling.js';
import { JAR } from '../lib/otter-node.js';

const SCRIPTS = new URL('../../scripts/', import.meta.url).pathname;
const NODES = ['node-1', 'node-2', 'node-3'];

/** What the browser itself notes when a socket or a request breaks because its node ends. */
const CUT = /WebSocket connection to|Failed to load resource/;

/*
 * Two builds of this repository: the older one is of a commit that scripts/make-older-jar names, whose commands and image
 * are used as they were then. Nodes of both are one cluster while they are replaced, in either direction.
 */
describe('a cluster of an older version', () => {
  /** @type {DockerEngine} */
  let docker;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {Deployment} */
  let cluster;
  /** @type {DeployedCall} */
  let call;
  /** @type {NumberedSignaling} */
  let numbers;
  /** @type {Newcomers} */
  let newcomers;
  /** @type {string} */
  let olderJar;

  before(async () => {
    docker = await DockerEngine.start();
    olderJar = (await docker.run(`${SCRIPTS}make-older-jar`, '-o')).trim();
    await docker.makeImages('coturn', 'haproxy', 'postgres', 'otter');
    await docker.run('env', `OTTER_JAR=${olderJar}`, `${SCRIPTS}make-otter-image`, 'otter:older');
    cluster = await Deployment.at(docker);
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await docker?.close();
  });

  it('carries a call', async () => {
    cluster.jar = olderJar;
    const { link } = await cluster.firstDeploy('--image', 'otter:older');
    call = await DeployedCall.begin(browser, link);
    numbers = new NumberedSignaling([await newPerson(browser), await newPerson(browser)]);
    newcomers = await Newcomers.to(cluster, browser);
  });

  /**
   * Deploys another version under all that goes on.
   *
   * @param {import('node:test').TestContext} test
   * @param {string} name
   * @param {string} jar
   * @param {string} image
   */
  async function replaceNodes(test, name, jar, image) {
    await numbers.start(await cluster.roomLink(name));
    await call.watchGaps();
    cluster.jar = jar;
    const startMs = performance.now();
    const deploying = cluster.deploy('--image', image);
    const coming = newcomers.come(name, deploying);
    coming.catch(() => {});
    const { code, out, err } = await deploying;
    const tookMs = Math.round(performance.now() - startMs);
    test.diagnostic(out);
    const came = await coming;
    assert.equal(code, 0, out + err);
    assert.match(out, /replace {2}node-1[^]*replace {2}node-2[^]*replace {2}node-3/);
    assert.doesNotMatch(out, /(create|replace|start|remove) +(balancer|relay|database)/);
    await call.untilWell();
    const gapMs = await call.longestGapMs();
    await call.assertNobodyLeft();
    const figures = await numbers.verified();
    figures.forEach(({ resumed }) => assert.ok(resumed >= 1 && resumed <= NODES.length, `${resumed} times`));
    for (const node of NODES) {
      assert.equal(await cluster.inspect(node, '{{.Config.Image}}'), image);
    }
    const each = [...out.matchAll(/replace +node-\d.*\((.*) s\)/g)].map(([, seconds]) => seconds);
    test.diagnostic(
      `FIGURE ${name}: ${tookMs} ms, each node ${each.join(', ')} s, media gap ${gapMs} ms, ` +
        `${JSON.stringify(figures)}, newcomers ${JSON.stringify(came)}`,
    );
  }

  it('goes on to this version: nobody is dropped, no message is lost', (test) =>
    replaceNodes(test, 'forward', JAR, 'otter:latest'));

  it('goes back to the older version in the same way, and knows what this version made', async (test) => {
    await replaceNodes(test, 'back', olderJar, 'otter:older');
    assert.equal((await cluster.ask('GET', '/v1/rooms/forward')).status, 200);
    call.sides.forEach((side) => side.assertNoTrouble(CUT));
  });
});

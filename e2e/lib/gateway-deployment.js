import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { launchBrowser, newPerson } from './browser.js';
import { DeployedCall } from './deployed-call.js';
import { Deployment } from './deployment.js';
import { DockerEngine } from './docker-engine.js';
import { EngineNetwork } from './engine-network.js';
import { NumberedSignaling } from './numbered-signaling.js';
import { selectedPair } from './relayed.js';
import { openTicks, silenceSince, ticks, watchSilence } from './ticks.js';
import { until } from './until.js';

const BOUND_MS = 120_000;
const PORT = 8080;

/** What the browser itself notes when a socket or a request breaks that the test has cut. */
const CUT = /WebSocket connection to|Failed to load resource/;

/** A call by the gateway goes on whoever dies: its media is not to be away for longer. */
const LONGEST_SILENCE_MS = 15_000;

/** A cluster that `deploy --gateway` brings up, and a call in it whose addresses are to stay. */
export class GatewayDeployment {
  static RELAY_PORT = 3478;

  /** @type {DeployedCall} */
  #call = /** @type {DeployedCall} */ (/** @type {unknown} */ (null));
  /** @type {NumberedSignaling} */
  #numbers = /** @type {NumberedSignaling} */ (/** @type {unknown} */ (null));
  /** @type {Awaited<ReturnType<typeof selectedPair>>[]} */
  #pairs = [];

  /**
   * @param {EngineNetwork} network
   * @param {DockerEngine} docker
   * @param {Deployment} cluster
   * @param {import('playwright-core').Browser} browser
   */
  constructor(network, docker, cluster, browser) {
    this.network = network;
    this.docker = docker;
    this.cluster = cluster;
    this.browser = browser;
  }

  /**
   * An engine with images, and a browser.
   *
   * @param {string[]} images
   * @param {string[]} more  options of each deploy
   */
  static async prepare(images, more = []) {
    const network = await EngineNetwork.make();
    const docker = await DockerEngine.start(network.prefix);
    await docker.makeImages(...images);
    const { host } = network;
    const port = `${GatewayDeployment.RELAY_PORT}`;
    const options = ['--gateway', '--public-ip', host, '--bind', host, '--relay-port', port, ...more];
    const cluster = new Deployment(docker, options, PORT, host);
    const insecure = `--unsafely-treat-insecure-origin-as-secure=${cluster.origin}`;
    return new GatewayDeployment(network, docker, cluster, await launchBrowser('fake', [insecure]));
  }

  async close() {
    await this.browser.close();
    await this.docker.close().finally(() => this.network.remove());
  }

  /** The same program in an image that Docker takes for another one. @param {string} from @param {string} to */
  async makeNextImage(from, to) {
    const made = (await this.docker.run('docker', 'create', from)).trim();
    const label = 'LABEL org.opencontainers.image.revision=next';
    await this.docker.run('docker', 'commit', '--change', label, made, to);
    await this.docker.run('docker', 'rm', '--volumes', made);
  }

  /** Another cluster than the one that is there, in the same engine. @param {string[]} options */
  otherCluster(...options) {
    return new Deployment(this.docker, options, PORT, this.network.host);
  }

  /**
   * Brings it up; no secret is told, and parts can do little.
   *
   * @param {import('node:test').TestContext} test
   * @param {string[]} parts  but for the router
   * @returns {Promise<string>} the join link
   */
  async isUp(test, parts) {
    const { cluster } = this;
    const { out, link } = await cluster.firstDeploy();
    assert.match(out, new RegExp(`create +router +${this.network.host}:${GatewayDeployment.RELAY_PORT} `));
    test.diagnostic(`FIGURE deploy: ${/\n.*create +router.*/.exec(out)?.[0].trim()}`);
    test.diagnostic(`FIGURE deploy: ${/\n.*wait .*/.exec(out)?.[0].trim()}`);
    await cluster.assertTellsNoSecret();
    for (const part of parts) {
      assert.equal(await this.#hostConfig(part), 'true [ALL] []');
      assert.doesNotMatch(await cluster.inspect(part, '{{.Config.User}} '), /^(0|root)?[: ]/);
    }
    assert.equal(await this.#hostConfig('router'), 'true [ALL] [NET_ADMIN]');
    return link;
  }

  /** Said again, nothing changes. */
  async isLeftAlone() {
    const first = await this.cluster.containers();
    const { code, out } = await this.cluster.deploy();
    assert.equal(code, 0);
    assert.match(out, /nothing was changed/);
    assert.deepEqual(await this.cluster.containers(), first);
  }

  /** Begins the call, and two more who send numbered messages. @param {string} link */
  async carriesACall(link) {
    this.#call = await DeployedCall.begin(this.browser, link, this.network.host);
    await Promise.all(this.#sides.map(openTicks));
    await this.#untilMoreTicks();
    this.#pairs = await Promise.all(this.#sides.map(selectedPair));
    this.#numbers = new NumberedSignaling([await newPerson(this.browser), await newPerson(this.browser)]);
    await this.#numbers.start(await this.cluster.roomLink('kills'));
  }

  /** Kills a part; the call goes on by the same addresses. @param {import('node:test').TestContext} test @param {string} part */
  async goesOnWithout(test, part) {
    await this.goesOnWhile(test, async () => {
      const wholeMs = await this.cluster.kill(part);
      return `${part} killed: all well after ${Math.round(wholeMs)} ms`;
    });
  }

  /** The same for what works in the router. @param {import('node:test').TestContext} test */
  async goesOnWithoutTheRoutersWorker(test) {
    await this.goesOnWhile(test, async () => {
      const pid = await this.cluster.inspect('router', '{{.State.Pid}}');
      const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
      const worker = Number(children.trim().split(' ')[0]);
      process.kill(worker, 'SIGKILL');
      await until('another one works', BOUND_MS, async () => {
        const now = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
        return now.trim() !== '' && !now.split(' ').includes(`${worker}`);
      });
      return 'what works in the router killed';
    });
  }

  /**
   * The call is well after a deed, and by the same addresses as in the beginning.
   *
   * @param {import('node:test').TestContext} test
   * @param {() => Promise<string>} deed  says what was done
   */
  async goesOnWhile(test, deed) {
    const silenceMs = await this.#silenceWhile(test, deed);
    assert.ok(silenceMs < LONGEST_SILENCE_MS);
    assert.deepEqual(await Promise.all(this.#sides.map(selectedPair)), this.#pairs);
  }

  /** The call is well after the container of the router was killed, at whatever addresses. @param {import('node:test').TestContext} test */
  async comesBackAfterTheRouter(test) {
    await this.#silenceWhile(test, async () => {
      const wholeMs = await this.cluster.kill('router');
      return `router killed: all well after ${Math.round(wholeMs)} ms`;
    });
  }

  /** Each message came, once and in order, and nobody was shown as gone. @param {import('node:test').TestContext} test */
  async losesNoMessage(test) {
    const figures = await this.#numbers.verified();
    await this.#call.assertNobodyLeft();
    this.#sides.forEach((side) => side.assertNoTrouble(CUT));
    test.diagnostic(`FIGURE kills: ${JSON.stringify(figures)}`);
  }

  /** Takes it away. */
  async leavesNothing() {
    assert.equal((await this.cluster.run('destroy', '--yes')).code, 0);
    await this.cluster.assertNothingLeft();
  }

  get #sides() {
    return this.#call.sides;
  }

  /** @param {string} part */
  #hostConfig(part) {
    return this.cluster.inspect(
      part,
      '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.CapAdd}}',
    );
  }

  /** @param {import('node:test').TestContext} test @param {() => Promise<string>} deed */
  async #silenceWhile(test, deed) {
    await Promise.all(this.#sides.map(watchSilence));
    const what = await deed();
    await this.#untilMoreTicks();
    await this.#call.untilWell();
    const silenceMs = Math.max(...(await Promise.all(this.#sides.map(silenceSince))));
    test.diagnostic(`FIGURE ${what}, longest silence ${Math.round(silenceMs)} ms`);
    return silenceMs;
  }

  /** Both sides hear the other. */
  async #untilMoreTicks() {
    const begin = await Promise.all(this.#sides.map(ticks));
    await until('ticks come', BOUND_MS, async () => {
      const now = await Promise.all(this.#sides.map(ticks));
      return now.every((count, index) => count > (begin[index] ?? 0) + 50);
    });
  }
}

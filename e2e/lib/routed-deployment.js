import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Asker, RouterProcess, Stand } from './routed-processes.js';
import * as at from './routed-network.js';

const { RoutedNetwork } = at;
const MANY = 30;

/** The program of images/router, in a network as Docker makes one, before stand-ins for nodes. */
export class RoutedDeployment {
  /** @type {Map<number, Stand>} */
  #nodes = new Map();
  #directory;

  /**
   * @param {at.RoutedNetwork} network
   * @param {string} directory
   */
  constructor(network, directory) {
    this.network = network;
    this.#directory = directory;
    this.machine = new Stand(network, RoutedNetwork.MACHINE, [], []);
    this.balancer = new Stand(network, RoutedNetwork.BALANCER, [], [at.PAGE_PORT]);
    this.router = /** @type {RouterProcess} */ (/** @type {unknown} */ (null));
    this.asker = /** @type {Asker} */ (/** @type {unknown} */ (null));
  }

  static async make() {
    const directory = await mkdtemp(path.join(tmpdir(), 'otter-router-'));
    const made = new RoutedDeployment(await RoutedNetwork.make(), directory);
    const { balancer, machine } = made;
    await Promise.all([
      balancer.started,
      machine.started,
      ...RoutedNetwork.NODES.map((number) => made.startNode(number)),
    ]);
    await made.startRouter();
    made.asker = await Asker.to(at.PUBLIC_ADDRESS, 3478);
    return made;
  }

  /** What the router reads. */
  get file() {
    return path.join(this.#directory, 'router');
  }

  async close() {
    this.asker?.close();
    this.router?.kill('SIGTERM');
    await this.network.remove();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** Nothing was complained of, and nobody was asked by another address than the public one. */
  assertQuiet() {
    assert.equal(this.router.err, '');
    assert.deepEqual(this.asker.strange, []);
  }

  /** @param {number} number */
  async startNode(number) {
    const started = new Stand(this.network, `node${number}`, at.UDP_PORTS, [at.READY_PORT]);
    this.#nodes.set(number, started);
    await started.started;
  }

  async startRouter() {
    await this.network.writeSettings(this.file, RoutedNetwork.NODES);
    this.router = new RouterProcess(this.network, this.file);
    await this.router.says('nodes: 3');
  }

  /** @param {number} number */
  node(number) {
    return /** @type {Stand} */ (this.#nodes.get(number));
  }

  /** The nodes that answer, each time it is asked. */
  names() {
    return this.asker.names(MANY);
  }

  /** @param {number[]} numbers  of the nodes that have their turn, and no datagram is lost */
  async assertSpread(...numbers) {
    const names = await this.names();
    const share = RoutedNetwork.NODES.map(
      (number) => names.filter((name) => name === `node${number}`).length,
    );
    const due = RoutedNetwork.NODES.map((number) => (numbers.includes(number) ? MANY / numbers.length : 0));
    assert.deepEqual(share, due);
  }

  /**
   * Asks one datagram after the other meanwhile, thousands: one may be lost (seen once in some hundred runs), not more.
   *
   * @param {() => Promise<unknown>} what
   */
  async assertHardlyAnyLostWhile(what) {
    let going = true;
    let asked = 0;
    let lost = 0;
    const stream = (async () => {
      while (going) {
        asked += 1;
        lost += (await this.asker.ask()) ? 0 : 1;
      }
    })();
    try {
      await what();
    } finally {
      going = false;
      await stream;
    }
    assert.ok(lost <= 1, `${lost} of ${asked} were lost`);
  }
}

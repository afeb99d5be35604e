import { OtterNode } from './otter-node.js';
import { newApiKey } from './secrets.js';
import { SpreadNetwork } from './spread-network.js';
import { until } from './until.js';

const MANAGEMENT_PORT = 8081;
const READY_BOUND_MS = 90_000;

/**
 * What the gateway of a node says of itself.
 *
 * @typedef {object} GatewayFigures
 * @property {number} number  the node's
 * @property {number} own  sessions that it holds
 * @property {number} elsewhere  sessions of other nodes that it could go on with
 * @property {number} packets  datagrams that went through it, each way
 * @property {number} cutOff  datagrams that it passed on to nobody, as it is cut off from the others
 */

/**
 * Nodes with gateways behind one address, each with two relays of its own.
 *
 * @template {import('./node-namespaces.js').NodeNamespaces & { gateway(number: number): Record<string, string> }} N
 */
export class SpreadCluster {
  #name;
  #numbers;
  #network;
  #apiKey = newApiKey();
  /** @type {Map<number, OtterNode>} */
  #nodes = new Map();

  /**
   * @param {string} name
   * @param {N} network
   */
  constructor(name, network) {
    this.#name = name;
    this.#numbers = network.numbers;
    this.#network = network;
  }

  /**
   * Starts nodes in a {@link SpreadNetwork}.
   *
   * @param {string} name  for logs
   * @param {number} size  how many nodes
   */
  static async start(name, size) {
    return SpreadCluster.startIn(name, await SpreadNetwork.make(size));
  }

  /**
   * Starts as many nodes as a network has places.
   *
   * @template {import('./node-namespaces.js').NodeNamespaces & { gateway(number: number): Record<string, string> }} T
   * @param {string} name  for logs
   * @param {T} network  its own from now on
   */
  static async startIn(name, network) {
    const cluster = new SpreadCluster(name, network);
    try {
      await Promise.all(cluster.#numbers.map((number) => cluster.startNode(number)));
    } catch (failure) {
      await cluster.stop();
      throw failure;
    }
    return cluster;
  }

  /** Who leads datagrams to the nodes. */
  get network() {
    return this.#network;
  }

  /** @param {number} number  from 1 */
  node(number) {
    return /** @type {OtterNode} */ (this.#nodes.get(number));
  }

  /** Starts one that is not there, and waits for its relays. @param {number} number */
  async startNode(number) {
    const host = this.#network.host(number);
    const node = await OtterNode.start({
      name: `${this.#name}-${number}`,
      apiKey: this.#apiKey,
      clustered: true,
      prefix: this.#network.prefix(number),
      environment: {
        OTTER_HTTP_HOST: host,
        OTTER_HTTP_PORT: '8080',
        OTTER_PUBLIC_URL: `http://${host}:8080`,
        OTTER_MANAGEMENT_HOST: host,
        OTTER_MANAGEMENT_PORT: String(MANAGEMENT_PORT),
        OTTER_CLUSTER_HOST: host,
        OTTER_CLUSTER_MEMBERS: this.#numbers.map((each) => `${this.#network.host(each)}:5701`).join(','),
        OTTER_TURN_DRIVER: 'process',
        OTTER_TURN_RELAYS: '2',
        ...this.#network.gateway(number),
      },
    });
    this.#nodes.set(number, node);
    await this.untilRelaysReady(number);
  }

  /** Waits until a node has both of its relays. @param {number} number */
  async untilRelaysReady(number) {
    const node = this.node(number);
    await until('its relays are ready', READY_BOUND_MS, async () => {
      const own = new Set(await node.relayIds());
      const ready = (await node.relays()).filter(({ id, state }) => own.has(id) && state === 'ready');
      return ready.length === 2;
    });
  }

  /** Whether a node says that it serves. @param {number} number */
  async isReady(number) {
    return (await fetch(`${this.node(number).origin}/readyz`)).status === 200;
  }

  /** @param {number} number @returns {Promise<GatewayFigures>} */
  async figuresOf(number) {
    const response = await fetch(`http://${this.#network.host(number)}:${MANAGEMENT_PORT}/metrics`);
    const text = await response.text();
    /** @param {string} series */
    const sum = (series) =>
      [...text.matchAll(new RegExp(`^${series} ([0-9.E]+)$`, 'gm'))].reduce(
        (all, match) => all + Number(match[1]),
        0,
      );
    return {
      number,
      own: sum('otter_gateway_sessions(?:\\{[^}]*\\})?'),
      elsewhere: sum('otter_gateway_sessions_elsewhere(?:\\{[^}]*\\})?'),
      packets: sum('otter_gateway_packets_total\\{[^}]*\\}'),
      cutOff: sum('otter_gateway_drops_total\\{[^}]*reason="cut-off"[^}]*\\}'),
    };
  }

  /**
   * Waits until each session is held by one node and known to all, so that each could go on with it.
   *
   * @param {number[]} numbers  the nodes that are asked
   */
  async untilEachIsOnes(numbers = this.#numbers) {
    await until('each session is held by one node and known to all', READY_BOUND_MS, async () => {
      const figures = await Promise.all(numbers.map((number) => this.figuresOf(number)));
      const held = figures.reduce((sum, { own }) => sum + own, 0);
      return held >= 2 && figures.every(({ own, elsewhere }) => own + elsewhere === held);
    });
  }

  /** The node that holds the most sessions. */
  async busiest() {
    const figures = await Promise.all(this.#numbers.map((number) => this.figuresOf(number)));
    return /** @type {GatewayFigures} */ (figures.sort((a, b) => b.own - a.own)[0]).number;
  }

  /** Ends all nodes, and removes the network. */
  async stop() {
    await Promise.all([...this.#nodes.values()].map((node) => node.stop()));
    await this.#network.remove();
  }
}

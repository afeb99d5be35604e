import { connect, createServer } from 'node:net';

/**
 * A load balancer in front of nodes, as small as it can be: passes each TCP connection to the first node that takes it.
 */
export class FrontDoor {
  #server;
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();
  origin = '';

  /** @param {number[]} ports  of the nodes, the preferred one first */
  constructor(ports) {
    this.ports = ports;
    this.#server = createServer((client) => this.#accept(client));
  }

  /** @param {number[]} ports */
  static async open(ports) {
    const door = new FrontDoor(ports);
    await new Promise((resolve) => door.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (door.#server.address());
    door.origin = `http://localhost:${port}`;
    return door;
  }

  /** Cuts all connections that there are, without a word. */
  cut() {
    this.#sockets.forEach((socket) => socket.resetAndDestroy());
    this.#sockets.clear();
  }

  close() {
    this.cut();
    this.#server.close();
  }

  /** @param {import('node:net').Socket} client */
  #accept(client) {
    this.#keep(client);
    this.#pass(client, [...this.ports]);
  }

  /**
   * @param {import('node:net').Socket} client
   * @param {number[]} ports  still to try
   */
  #pass(client, [port, ...others]) {
    if (port === undefined) {
      client.destroy();
      return;
    }
    const node = connect(port, '127.0.0.1');
    let through = false;
    node.once('connect', () => {
      through = true;
      this.#keep(node);
      client.pipe(node).pipe(client);
      client.once('close', () => node.destroy());
    });
    node.once('error', () => (through ? client.destroy() : this.#pass(client, others)));
    node.once('close', () => through && client.destroy());
  }

  /** @param {import('node:net').Socket} socket */
  #keep(socket) {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
  }
}

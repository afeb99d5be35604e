import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';

/** A unix socket that leads to another one, until it is cut: as when the daemon behind it has gone. */
export class CuttableSocket {
  #server;
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();

  /**
   * @param {string} path
   * @param {string} target
   */
  constructor(path, target) {
    this.path = path;
    this.#server = createServer((client) => {
      const daemon = connect(target);
      for (const [one, other] of [
        [client, daemon],
        [daemon, client],
      ]) {
        this.#sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.once('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
      }
    });
  }

  /**
   * @param {string} path
   * @param {string} target
   */
  static async open(path, target) {
    const socket = new CuttableSocket(path, target);
    await new Promise((resolve) => socket.#server.listen(path, () => resolve(undefined)));
    return socket;
  }

  /** From now on nobody listens there. */
  async cut() {
    this.#server.close();
    this.#sockets.forEach((socket) => socket.destroy());
    await rm(this.path, { force: true });
  }
}

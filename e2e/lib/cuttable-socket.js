import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/**
 * A unix socket that leads to another one until something is asked for, which is not passed on any more: as when the daemon
 * behind it has gone.
 */
export class CuttableSocket {
  #server;
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();

  /**
   * @param {string} path
   * @param {string} target
   * @param {string} last  what is not passed on
   */
  constructor(path, target, last) {
    this.path = path;
    this.#server = createServer((client) => {
      const daemon = connect(target);
      // Before it is piped on.
      client.on('data', (asked) => {
        if (asked.includes(last)) {
          this.#cut();
        }
      });
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
   * @param {string} last
   */
  static async open(path, target, last) {
    const socket = new CuttableSocket(path, target, last);
    socket.#server.unref();
    await new Promise((resolve) => socket.#server.listen(path, () => resolve(undefined)));
    return socket;
  }

  /** From now on nobody listens there. */
  #cut() {
    rmSync(this.path, { force: true });
    this.#server.close();
    this.#sockets.forEach((socket) => socket.destroy());
  }
}

import { createServer, request } from 'node:http';

/**
 * The site of a developer who uses Otter: pages of their own, and everything else passed on to a node, sockets too. A real
 * server, as Chromium asks the user before a page without an address may speak to this machine.
 */
export class DeveloperSite {
  #server;
  #port;
  origin = '';

  /**
   * @param {string} nodeOrigin
   * @param {Record<string, string>} pages  by path
   */
  constructor(nodeOrigin, pages) {
    this.pages = pages;
    this.#port = Number(new URL(nodeOrigin).port);
    this.#server = createServer((incoming, outgoing) => {
      const page = this.pages[String(incoming.url)];
      if (incoming.url === '/favicon.ico') {
        outgoing.writeHead(204).end();
      } else if (page === undefined) {
        this.#pass(incoming, outgoing);
      } else {
        const type = incoming.url?.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8';
        outgoing.writeHead(200, { 'Content-Type': type }).end(page);
      }
    });
    this.#server.on('upgrade', (incoming, client) => {
      const { url, headers } = incoming;
      const asked = request({ port: this.#port, host: '127.0.0.1', path: url, headers });
      asked.on('upgrade', (answer, node) => {
        const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
        client.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
        client.on('error', () => node.destroy());
        node.on('error', () => client.destroy());
        client.pipe(node).pipe(client);
      });
      asked.on('response', () => client.destroy());
      asked.on('error', () => client.destroy());
      asked.end();
    });
  }

  /**
   * @param {string} nodeOrigin
   * @param {Record<string, string>} pages
   */
  static async open(nodeOrigin, pages = {}) {
    const site = new DeveloperSite(nodeOrigin, pages);
    await new Promise((resolve) => site.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (site.#server.address());
    site.origin = `http://localhost:${port}`;
    return site;
  }

  /** The same join link at this site. @param {string} link */
  linkOf(link) {
    const { pathname, search } = new URL(link);
    return `${this.origin}${pathname}${search}`;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /**
   * @param {import('node:http').IncomingMessage} incoming
   * @param {import('node:http').ServerResponse} outgoing
   */
  #pass({ url, method, headers }, outgoing) {
    const asked = request({ port: this.#port, host: '127.0.0.1', path: url, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    asked.on('error', () => outgoing.destroy());
    asked.end();
  }
}

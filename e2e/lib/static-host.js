import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';

const JAR =
  process.env.OTTER_E2E_JAR ?? new URL('../../otter/target/otter-fat.jar', import.meta.url).pathname;

const TYPES = /** @type {Record<string, string>} */ ({
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
});

/**
 * @param {string[]} args  of export-web
 * @returns {Promise<string>} what it printed
 */
export async function exportWeb(args) {
  return (await promisify(execFile)('java', ['-jar', JAR, 'export-web', ...args])).stdout;
}

/**
 * A host that only hands out files, as a CDN does, and that reads `_headers` and `_redirects`, as many do.
 */
export class StaticHost {
  #directory;
  #server;
  /** Of the site's pages. @type {Record<string, string>} */
  #headers = {};
  origin = '';

  /** @param {string} directory */
  constructor(directory) {
    this.#directory = directory;
    this.#server = createServer((request, response) => {
      this.#answer(String(request.url))
        .then(({ type, bytes }) =>
          response.writeHead(200, { ...this.#headers, 'Content-Type': type }).end(bytes),
        )
        .catch(() => response.writeHead(404).end());
    });
  }

  /** @param {string} directory  which may be filled later */
  static async open(directory) {
    const host = new StaticHost(directory);
    await new Promise((resolve) => host.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (host.#server.address());
    host.origin = `http://localhost:${port}`;
    return host;
  }

  /** Takes over what the site says of headers for all its files. */
  async readHeaders() {
    const text = await readFile(path.join(this.#directory, '_headers'), 'utf8');
    const [, block = ''] = /^\/\*\n((?: {2}.*\n)*)/.exec(text) ?? [];
    this.#headers = Object.fromEntries(
      block.split('\n').flatMap((line) => {
        const [, name, value] = /^ {2}([\w-]+): (.*)$/.exec(line) ?? [];
        return name && value ? [[name, value]] : [];
      }),
    );
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @param {string} url */
  async #answer(url) {
    const { pathname } = new URL(url, 'http://host');
    const call = /^\/otter-meet\/[^/]*$/.test(pathname);
    const file = call ? '/otter-meet/index.html' : pathname.replace(/\/$/, '/index.html');
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    return { type, bytes: await readFile(path.join(this.#directory, file)) };
  }
}

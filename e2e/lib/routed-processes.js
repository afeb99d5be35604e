import dgram from 'node:dgram';
import { once } from 'node:events';
import { until } from './until.js';

const PROGRAM = new URL('router-node.js', import.meta.url).pathname;
const BOUND_MS = 10_000;
const LOST_MS = 2000;

/** @typedef {import('./routed-network.js').RoutedNetwork} RoutedNetwork */

/**
 * How a datagram or a request was seen.
 *
 * @typedef {object} Seen
 * @property {string} name  whose answer it is
 * @property {string} from  the sender's address
 * @property {number} [port]  the sender's port
 * @property {string} [text]
 */

/** A stand-in for a node, a balancer, or a process of the machine: router-node.js in a namespace. */
export class Stand {
  #child;
  #last = 0;
  /** @type {Map<number, (result: any) => void>} */
  #waiting = new Map();

  /**
   * @param {RoutedNetwork} network
   * @param {string} where
   * @param {number[]} udpPorts
   * @param {number[]} httpPorts
   */
  constructor(network, where, udpPorts, httpPorts) {
    const words = [process.execPath, PROGRAM, where, udpPorts.join(), httpPorts.join()];
    this.#child = network.spawn(where, words, ['ignore', 'inherit', 'inherit', 'ipc']);
    this.started = new Promise((resolve) => this.#waiting.set(0, resolve));
    this.#child.on('message', (/** @type {any} */ { id, result }) => this.#waiting.get(id)?.(result));
  }

  /**
   * @param {string} verb
   * @param {object} words
   * @returns {Promise<any>} what came of it
   */
  async tell(verb, words) {
    const id = ++this.#last;
    const result = new Promise((resolve) => this.#waiting.set(id, resolve));
    this.#child.send({ id, verb, ...words });
    return within(`${verb} ${JSON.stringify(words)}`, result);
  }

  /** @param {NodeJS.Signals} signal */
  kill(signal) {
    this.#child.kill(signal);
  }
}

/** A router, and what it prints. */
export class RouterProcess {
  #child;
  out = '';
  err = '';

  /**
   * @param {RoutedNetwork} network
   * @param {string} file  of settings
   */
  constructor(network, file) {
    this.#child = network.spawnRouter(file);
    this.#child.stdout?.setEncoding('utf8').on('data', (text) => (this.out += text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => (this.err += text));
    /** @type {Promise<number | null>} */
    this.#ended = once(this.#child, 'close').then(([code]) => code);
  }

  #ended;

  get pid() {
    return this.#child.pid;
  }

  /** Its exit status. */
  ended() {
    return within('the router ends', this.#ended);
  }

  /** @param {NodeJS.Signals} signal */
  kill(signal) {
    this.#child.kill(signal);
  }

  /**
   * Waits until it prints something that it had not printed when the given thing was not yet done.
   *
   * @param {string} text
   * @param {() => unknown} what  done first
   * @returns {Promise<number>} how long that took, in ms
   */
  async says(text, what = () => null) {
    const [from, startMs] = [this.out.length, performance.now()];
    let saidMs = 0;
    const look = () => {
      saidMs ||= this.out.includes(text, from) ? performance.now() : 0;
    };
    this.#child.stdout?.on('data', look);
    await what();
    await until(`the router says "${text}"`, BOUND_MS, () => saidMs).catch((failure) => {
      throw new Error(`${failure.message}; it said:\n${this.out}${this.err}`);
    });
    this.#child.stdout?.off('data', look);
    return Math.round(saidMs - startMs);
  }
}

/** A socket of this machine's that hears only whom it speaks to. */
export class Asker {
  #socket;
  #last = 0;
  /** @type {Map<string, (seen: Seen | null) => void>} */
  #waiting = new Map();
  /** @type {string[]} what came and was no answer */
  strange = [];
  /** @type {string[]} codes of errors */
  errors = [];

  /** @param {dgram.Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on('error', (/** @type {any} */ error) => {
      this.errors.push(error.code);
      this.#waiting.forEach((take) => take(null));
    });
    socket.on('message', (bytes) => {
      const text = String(bytes);
      const seen = text.startsWith('{') ? JSON.parse(text) : {};
      const waiting = this.#waiting.get(seen.text);
      if (waiting) {
        waiting(seen);
      } else {
        this.strange.push(text);
      }
    });
  }

  /**
   * @param {string} host
   * @param {number} port
   */
  static async to(host, port) {
    const socket = dgram.createSocket('udp4');
    const asker = new Asker(socket);
    await new Promise((resolve) => socket.connect(port, host, () => resolve(null)));
    return asker;
  }

  get port() {
    return this.#socket.address().port;
  }

  /**
   * @param {number} [length]  of the datagram, at least
   * @returns {Promise<Seen | null>} the answer; null when there was none in time
   */
  async ask(length = 0) {
    const text = `${++this.#last} `.padEnd(length, '.');
    const answer = new Promise((resolve) => {
      this.#waiting.set(text, resolve);
      setTimeout(resolve, LOST_MS, null);
    });
    this.#socket.send(text);
    const seen = await answer;
    this.#waiting.delete(text);
    return seen;
  }

  /**
   * @param {number} count  of datagrams, all at once
   * @returns {Promise<Array<string | undefined>>} the names of who answered each
   */
  async names(count) {
    const all = await Promise.all(Array.from({ length: count }, () => this.ask()));
    return all.map((seen) => seen?.name);
  }

  close() {
    this.#socket.close();
  }
}

/**
 * @template Value
 * @param {string} what
 * @param {Promise<Value>} promise
 * @returns {Promise<Value>}
 */
async function within(what, promise) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${BOUND_MS} ms: ${what}`)), BOUND_MS);
  });
  return /** @type {Promise<Value>} */ (Promise.race([promise, late])).finally(() => clearTimeout(timer));
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NETWORK = '10.213.48.';
const BRIDGE = 'otter-sp';

/** Their network. */
export const NODES = `${NETWORK}0/24`;

/** This machine's address among the nodes. */
export const MACHINE = `${NETWORK}254`;

/** An address of nobody's in the nodes' network. @param {number} number */
export function nobodys(number) {
  return NETWORK + number;
}

/** A network of nodes: each is in a network namespace with an address of its own. Needs root and iptables. */
export class NodeNamespaces {
  #size;

  /** @param {number} size  how many nodes */
  constructor(size) {
    this.#size = size;
  }

  /** Their numbers, from 1. */
  get numbers() {
    return Array.from({ length: this.#size }, (_, index) => index + 1);
  }

  /** Makes it. */
  async make() {
    await this.remove();
    await ip('link', 'add', BRIDGE, 'type', 'bridge');
    await ip('address', 'add', `${MACHINE}/24`, 'dev', BRIDGE);
    await ip('link', 'set', BRIDGE, 'up');
    for (const number of this.numbers) {
      await this.#add(number);
    }
  }

  /** A node's own address. @param {number} number */
  host(number) {
    return NETWORK + number;
  }

  /** The name of a node's namespace. @param {number} number */
  namespace(number) {
    return `${BRIDGE}-${number}`;
  }

  /** What runs a command at a node. @param {number} number */
  prefix(number) {
    return ['ip', 'netns', 'exec', this.namespace(number)];
  }

  /**
   * Lets a node and the others hear nothing of each other; what this machine sends reaches it as before.
   *
   * @param {number} number
   */
  async cut(number) {
    for (const other of this.numbers.filter((each) => each !== number)) {
      await this.#firewall(number, '-A', 'INPUT', '-s', this.host(other), '-j', 'DROP');
      await this.#firewall(number, '-A', 'OUTPUT', '-d', this.host(other), '-j', 'DROP');
    }
  }

  /** Ends a {@link cut}. @param {number} number */
  heal(number) {
    return this.#firewall(number, '-F');
  }

  /** Removes it, and ends what an earlier run that was killed has left in it. */
  async remove() {
    for (const number of this.numbers) {
      const { stdout } = await run('ip', ['netns', 'pids', this.namespace(number)]).catch(() => ({
        stdout: '',
      }));
      stdout
        .split('\n')
        .filter(Boolean)
        .forEach((pid) => process.kill(Number(pid), 'SIGKILL'));
      await attempt('netns', 'delete', this.namespace(number));
      await attempt('link', 'delete', `${BRIDGE}${number}`);
    }
    await attempt('link', 'delete', BRIDGE);
  }

  /**
   * @param {number} number
   * @param {string[]} words
   */
  async #firewall(number, ...words) {
    await ip('netns', 'exec', this.namespace(number), 'iptables', '-w', ...words);
  }

  /** @param {number} number */
  async #add(number) {
    const namespace = this.namespace(number);
    const outside = `${BRIDGE}${number}`;
    await ip('netns', 'add', namespace);
    await ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
    await ip('link', 'set', outside, 'master', BRIDGE, 'up');
    await ip('-n', namespace, 'link', 'set', 'lo', 'up');
    await ip('-n', namespace, 'address', 'add', `${this.host(number)}/24`, 'dev', 'eth0');
    await ip('-n', namespace, 'link', 'set', 'eth0', 'up');
  }
}

/** Runs `ip`. @param {string[]} words */
export async function ip(...words) {
  await run('ip', words);
}

/** Runs `ip`, which may fail. @param {string[]} words */
export async function attempt(...words) {
  await ip(...words).catch(() => null);
}

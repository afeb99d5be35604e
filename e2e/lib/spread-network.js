import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NETWORK = '10.213.48.';
const BRIDGE = 'otter-sp';

/** Where all nodes are reached by UDP: each datagram goes to a node chosen at random. */
export const SHARED_ADDRESS = `${NETWORK}99`;

/**
 * A network of nodes behind one address: each is in a network namespace with an address of its own, and has the
 * shared one besides. What this machine sends to the shared address is routed to one of them per datagram, by the
 * kernel, and keeps its addresses. Needs root and iptables.
 */
export class SpreadNetwork {
  #size;

  /** @param {number} size */
  constructor(size) {
    this.#size = size;
  }

  /** @param {number} size  how many nodes */
  static async make(size) {
    const network = new SpreadNetwork(size);
    await network.remove();
    await ip('link', 'add', BRIDGE, 'type', 'bridge');
    await ip('address', 'add', `${NETWORK}254/24`, 'dev', BRIDGE);
    await ip('link', 'set', BRIDGE, 'up');
    for (let number = 1; number <= size; number++) {
      await network.#add(number);
    }
    await ip('route', 'add', SHARED_ADDRESS, 'via', host(1), 'src', `${NETWORK}254`);
    for (let number = 1; number <= size; number++) {
      // The last rule that matches counts: so each node has its share.
      const chance = ['-m', 'statistic', '--mode', 'random', '--probability', (1 / number).toFixed(6)];
      await run('iptables', rule('-A', ...(number > 1 ? chance : []), ...mark(number)));
    }
    return network;
  }

  /** A node's own address. @param {number} number  from 1 */
  host(number) {
    return host(number);
  }

  /** What runs a command at a node. @param {number} number  from 1 */
  prefix(number) {
    return ['ip', 'netns', 'exec', `${BRIDGE}-${number}`];
  }

  /**
   * Has the datagrams of one node go to another one, as when the load balancer has noticed its death; or, with
   * itself, as before.
   *
   * @param {number} number
   * @param {number} instead
   */
  async route(number, instead) {
    await ip('route', 'replace', SHARED_ADDRESS, 'via', host(instead), 'table', table(number));
  }

  /**
   * Lets a node and the others hear nothing of each other; what this machine sends reaches it as before.
   *
   * @param {number} number
   */
  async cut(number) {
    for (let other = 1; other <= this.#size; other++) {
      if (other !== number) {
        await this.#firewall(number, '-A', 'INPUT', '-s', host(other), '-j', 'DROP');
        await this.#firewall(number, '-A', 'OUTPUT', '-d', host(other), '-j', 'DROP');
      }
    }
  }

  /** Ends a {@link cut}. @param {number} number */
  heal(number) {
    return this.#firewall(number, '-F');
  }

  /** Removes it, and ends what an earlier run that was killed has left in it. */
  async remove() {
    await run('iptables', ['-w', '-t', 'mangle', '-F', 'OUTPUT']);
    for (let number = 1; number <= this.#size; number++) {
      const { stdout } = await run('ip', ['netns', 'pids', `${BRIDGE}-${number}`]).catch(() => ({
        stdout: '',
      }));
      stdout
        .split('\n')
        .filter(Boolean)
        .forEach((pid) => process.kill(Number(pid), 'SIGKILL'));
      await attempt('rule', 'delete', 'fwmark', String(number), 'lookup', table(number));
      await attempt('netns', 'delete', `${BRIDGE}-${number}`);
      await attempt('link', 'delete', `${BRIDGE}${number}`);
    }
    await attempt('link', 'delete', BRIDGE);
  }

  /**
   * @param {number} number
   * @param {string[]} words
   */
  async #firewall(number, ...words) {
    await ip('netns', 'exec', `${BRIDGE}-${number}`, 'iptables', '-w', ...words);
  }

  /** @param {number} number */
  async #add(number) {
    const namespace = `${BRIDGE}-${number}`;
    const outside = `${BRIDGE}${number}`;
    await ip('netns', 'add', namespace);
    await ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
    await ip('link', 'set', outside, 'master', BRIDGE, 'up');
    await ip('-n', namespace, 'link', 'set', 'lo', 'up');
    await ip('-n', namespace, 'address', 'add', `${host(number)}/24`, 'dev', 'eth0');
    await ip('-n', namespace, 'link', 'set', 'eth0', 'up');
    await ip('-n', namespace, 'address', 'add', `${SHARED_ADDRESS}/32`, 'dev', 'lo');
    await this.route(number, number);
    await ip('rule', 'add', 'fwmark', String(number), 'lookup', table(number));
  }
}

/** @param {number} number */
function host(number) {
  return NETWORK + number;
}

/** @param {number} number */
function table(number) {
  return String(4800 + number);
}

/** @param {number} number */
function mark(number) {
  return ['-j', 'MARK', '--set-mark', String(number)];
}

/** @param {string[]} what */
function rule(...what) {
  const [verb, ...rest] = what;
  return ['-w', '-t', 'mangle', String(verb), 'OUTPUT', '-p', 'udp', '-d', SHARED_ADDRESS, ...rest];
}

/** @param {string[]} words */
async function ip(...words) {
  await run('ip', words);
}

/** @param {string[]} words */
async function attempt(...words) {
  await ip(...words).catch(() => null);
}

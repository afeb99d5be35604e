import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { attempt, ip, MACHINE, NodeNamespaces, nobodys } from './node-namespaces.js';

const run = promisify(execFile);

/** Where all nodes are reached by UDP: each datagram goes to a node chosen at random. */
const SHARED_ADDRESS = nobodys(99);

/**
 * Nodes behind one address, which each has besides its own. What this machine sends to the shared address is routed to
 * one of them per datagram, by the kernel, and keeps its addresses.
 */
export class SpreadNetwork extends NodeNamespaces {
  /** @param {number} size  how many nodes */
  static async make(size) {
    const network = new SpreadNetwork(size);
    await network.make();
    return network;
  }

  /** @override */
  async make() {
    await super.make();
    await ip('route', 'add', SHARED_ADDRESS, 'via', this.host(1), 'src', MACHINE);
    for (const number of this.numbers) {
      await ip('-n', this.namespace(number), 'address', 'add', `${SHARED_ADDRESS}/32`, 'dev', 'lo');
      await this.route(number, number);
      await ip('rule', 'add', 'fwmark', String(number), 'lookup', table(number));
      // The last rule that matches counts: so each node has its share.
      const chance = ['-m', 'statistic', '--mode', 'random', '--probability', (1 / number).toFixed(6)];
      await run('iptables', rule('-A', ...(number > 1 ? chance : []), ...mark(number)));
    }
  }

  /** What a node has to be told of its gateway. */
  gateway() {
    return {
      OTTER_TURN_GATEWAY: 'on',
      OTTER_TURN_HOST: SHARED_ADDRESS,
      OTTER_TURN_PUBLIC_IP: SHARED_ADDRESS,
    };
  }

  /**
   * Has the datagrams of one node go to another one, as when the load balancer has noticed its death; or, with
   * itself, as before.
   *
   * @param {number} number
   * @param {number} instead
   */
  async route(number, instead) {
    await ip('route', 'replace', SHARED_ADDRESS, 'via', this.host(instead), 'table', table(number));
  }

  /** @override */
  async remove() {
    await run('iptables', ['-w', '-t', 'mangle', '-F', 'OUTPUT']);
    for (const number of this.numbers) {
      await attempt('rule', 'delete', 'fwmark', String(number), 'lookup', table(number));
    }
    await super.remove();
  }
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

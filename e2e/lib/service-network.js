import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MACHINE, NodeNamespaces, nobodys, NODES } from './node-namespaces.js';

const run = promisify(execFile);

/** The Service's. */
const ADDRESS = nobodys(98);

const PORT = 3478;
const RELAY_PORTS = '50000-50063';
const TABLE = 'otter_service';

/**
 * Nodes behind a Service of Kubernetes, by rules as kube-proxy writes them (nftables): who sends something new to the
 * Service's address is given a node at random and keeps it, and only what that node answers gets the Service's address
 * again. Nobody has another way to a node: what comes from one by itself is dropped. Needs nftables and conntrack
 * besides.
 */
export class ServiceNetwork extends NodeNamespaces {
  /** @param {number} size  how many nodes */
  static async make(size) {
    const network = new ServiceNetwork(size);
    await network.make();
    await network.leadTo(network.numbers);
    return network;
  }

  /** What a node has to be told of its gateway. @param {number} number */
  gateway(number) {
    return {
      OTTER_TURN_GATEWAY: 'nat',
      OTTER_TURN_HOST: this.host(number),
      OTTER_TURN_PUBLIC_IP: ADDRESS,
      OTTER_TURN_PORT: String(PORT),
      OTTER_TURN_RELAY_PORTS: RELAY_PORTS,
      // The browsers' own.
      OTTER_TURN_ALLOWED_PEERS: `${MACHINE}/32`,
    };
  }

  /**
   * Leads to these nodes only, and forgets who was led to others, as when Kubernetes finds them not ready.
   *
   * @param {number[]} numbers
   */
  async leadTo(numbers) {
    const map = numbers.map((number, index) => `${index} : ${this.host(number)}`).join(', ');
    const rules = `
      add table ip ${TABLE}
      delete table ip ${TABLE}
      table ip ${TABLE} {
        chain output {
          type nat hook output priority -100
          ip daddr ${ADDRESS} udp dport { ${PORT}, ${RELAY_PORTS} } dnat to numgen random mod ${numbers.length} map { ${map} }
        }
        chain input {
          type filter hook input priority 0
          ip saddr ${NODES} udp sport { ${PORT}, ${RELAY_PORTS} } ct state new drop
        }
      }`;
    const applied = run('nft', ['-f', '-']);
    applied.child.stdin?.end(rules);
    await applied;
    for (const gone of this.numbers.filter((number) => !numbers.includes(number))) {
      // It says so when there was none, as an error.
      await run('conntrack', ['-D', '-p', 'udp', '-d', ADDRESS, '-r', this.host(gone)]).catch(() => null);
    }
  }

  /** @override */
  async remove() {
    await run('nft', ['delete', 'table', 'ip', TABLE]).catch(() => null);
    await super.remove();
  }
}

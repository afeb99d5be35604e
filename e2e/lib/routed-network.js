import { execFile, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NAME = 'otter-ro';
const NETWORK = '10.213.50.';
const ROUTER = new URL('../../images/router/router', import.meta.url).pathname;

/** This machine is the client: it has this address, and the deployment's machine the public one. */
export const CLIENT_ADDRESS = '10.213.51.2';
export const PUBLIC_ADDRESS = '10.213.51.1';
export const MACHINE_ADDRESS = `${NETWORK}1`;
export const ROUTER_ADDRESS = `${NETWORK}3`;
export const BALANCER_ADDRESS = `${NETWORK}10`;
export const PAGE_PORT = 8080;
export const READY_PORT = 8081;
export const UDP_PORTS = [3478, 34780, 34781];
const ROUTE_ADDRESS = `${NETWORK}2`;
const UDP_LINES = ['udp 3478', 'udp 34780-34799'];

/**
 * A network as Docker makes one for a deployment with a router, of network namespaces: the machine with a bridge, the
 * containers at it, and translation of the published ports. Needs root, nftables and iproute2.
 */
export class RoutedNetwork {
  static NODES = [1, 2, 3];
  static MACHINE = 'machine';
  static ROUTER = 'router';
  static BALANCER = 'balancer';

  /** Makes one; what an earlier run has left is removed. */
  static async make() {
    const network = new RoutedNetwork();
    await network.remove();
    await namespace('machine');
    await machine('link', 'add', 'bridge', 'type', 'bridge');
    await machine('address', 'add', `${MACHINE_ADDRESS}/24`, 'dev', 'bridge');
    await machine('link', 'set', 'bridge', 'up');
    await ip('link', 'add', NAME, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name('machine'));
    await ip('address', 'add', `${CLIENT_ADDRESS}/24`, 'dev', NAME);
    await ip('link', 'set', NAME, 'up');
    await machine('address', 'add', `${PUBLIC_ADDRESS}/24`, 'dev', 'eth0');
    await machine('link', 'set', 'eth0', 'up');
    await forward('machine');
    await rules('machine', publishing());
    await network.plugRouter();
    await container('balancer', BALANCER_ADDRESS);
    for (const number of RoutedNetwork.NODES) {
      await container(`node${number}`, network.host(number));
    }
    return network;
  }

  /** @param {number} number  of a node, from 1 */
  host(number) {
    return `${NETWORK}${20 + number}`;
  }

  /** Plugs the router in, as Docker does when a container starts: with another hardware address each time. */
  async plugRouter() {
    // A namespace goes when the last process in it has gone, and some time later with it its end of the link.
    await attempt('-n', name('machine'), 'link', 'delete', 'router0');
    await attempt('netns', 'delete', name('router'));
    await container('router', ROUTER_ADDRESS);
    await forward('router');
    // Docker announces the address that it gave.
    await machine('neighbour', 'flush', 'to', ROUTER_ADDRESS);
  }

  /**
   * Writes a file of settings for a router.
   *
   * @param {string} file
   * @param {number[]} numbers  the nodes in it
   * @param {string[]} more  lines
   */
  writeSettings(file, numbers, ...more) {
    const lines = [
      `# ${numbers.length} nodes`,
      `network ${NETWORK}0/24`,
      `machine ${MACHINE_ADDRESS}  # the way out`,
      `address ${ROUTER_ADDRESS}`,
      `route ${ROUTE_ADDRESS}`,
      '',
      ...UDP_LINES,
      `tcp ${PAGE_PORT} ${BALANCER_ADDRESS}`,
      ...numbers.map((number) => `node ${this.host(number)}`),
      `ready ${READY_PORT}`,
      ...more,
    ];
    return writeFile(file, `${lines.join('\n')}\n`);
  }

  /**
   * Starts a program in one of the namespaces.
   *
   * @param {string} where
   * @param {string[]} words
   * @param {import('node:child_process').StdioOptions} stdio
   */
  spawn(where, words, stdio) {
    return spawn('ip', ['netns', 'exec', name(where), ...words], { stdio });
  }

  /**
   * Starts a router, that may do no more than in its container.
   *
   * @param {string} file  of settings
   */
  spawnRouter(file) {
    const little = ['setpriv', '--no-new-privs', '--bounding-set=-all,+net_admin', '--inh-caps=-all'];
    return this.spawn('router', [...little, 'bash', ROUTER, file], ['ignore', 'pipe', 'pipe']);
  }

  /** Whether a router says that it can do its work. @param {number | undefined} pid  its own */
  routerIsWell(pid) {
    return inside('router', 'bash', ROUTER, '--well', String(pid)).then(
      () => true,
      () => false,
    );
  }

  /** The kernel's rules in the router's namespace. */
  async routerRules() {
    return (await inside('router', 'nft', 'list', 'ruleset')).stdout;
  }

  /** What runs in the router's namespace. */
  routerProcesses() {
    return pids('router');
  }

  /** Removes it, and ends what runs in it. */
  async remove() {
    const nodes = RoutedNetwork.NODES.map((number) => `node${number}`);
    for (const where of ['router', 'balancer', ...nodes, 'machine']) {
      (await pids(where)).forEach(end);
      await attempt('netns', 'delete', name(where));
    }
    await attempt('link', 'delete', NAME);
  }
}

/** What Docker has a machine do: published ports lead to the router; what the network sends out has its address. */
function publishing() {
  const ports = UDP_LINES.map((line) => line.split(' ')[1]).join(', ');
  return `table ip published {
    chain arrive {
      type nat hook prerouting priority dstnat;
      iifname != "bridge" fib daddr type local udp dport { ${ports} } dnat to ${ROUTER_ADDRESS}
      iifname != "bridge" fib daddr type local tcp dport ${PAGE_PORT} dnat to ${ROUTER_ADDRESS}
    }
    chain own {
      type nat hook output priority -100;
      ip daddr ${PUBLIC_ADDRESS} udp dport { ${ports} } dnat to ${ROUTER_ADDRESS}
      ip daddr ${PUBLIC_ADDRESS} tcp dport ${PAGE_PORT} dnat to ${ROUTER_ADDRESS}
    }
    chain leave {
      type nat hook postrouting priority srcnat;
      ip saddr ${NETWORK}0/24 oifname != "bridge" masquerade
    }
  }`;
}

/**
 * A namespace at the bridge, whose way out is the router.
 *
 * @param {string} where
 * @param {string} address
 */
async function container(where, address) {
  await namespace(where);
  const plug = `${where}0`;
  await machine('link', 'add', plug, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name(where));
  await machine('link', 'set', plug, 'master', 'bridge', 'up');
  await ip('-n', name(where), 'address', 'add', `${address}/24`, 'dev', 'eth0');
  await ip('-n', name(where), 'link', 'set', 'eth0', 'up');
  await ip('-n', name(where), 'route', 'add', 'default', 'via', ROUTE_ADDRESS);
  // As kernels do, where nobody has forbidden it.
  const conf = '/proc/sys/net/ipv4/conf';
  await inside(where, 'sh', '-c', `for one in all eth0; do echo 1 > ${conf}/$one/accept_redirects; done`);
}

/** @param {string} where */
async function namespace(where) {
  await ip('netns', 'add', name(where));
  await ip('-n', name(where), 'link', 'set', 'lo', 'up');
}

/** @param {string} where */
function forward(where) {
  return inside(where, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
}

/**
 * @param {string} where
 * @param {string} text
 */
async function rules(where, text) {
  await inside(where, 'nft', text);
}

/** @param {number} pid  of a process that may just have ended */
function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (/** @type {any} */ (error).code !== 'ESRCH') {
      throw error;
    }
  }
}

/** @param {string} where */
async function pids(where) {
  const { stdout } = await run('ip', ['netns', 'pids', name(where)]).catch(() => ({ stdout: '' }));
  return stdout.split('\n').filter(Boolean).map(Number);
}

/**
 * @param {string} where
 * @param {string[]} words
 */
function inside(where, ...words) {
  return run('ip', ['netns', 'exec', name(where), ...words]);
}

/** @param {string} where */
function name(where) {
  return `${NAME}-${where}`;
}

/** @param {string[]} words */
function machine(...words) {
  return ip('-n', name('machine'), ...words);
}

/** @param {string[]} words */
async function ip(...words) {
  await run('ip', words);
}

/** @param {string[]} words */
async function attempt(...words) {
  await ip(...words).catch(() => null);
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The UDP ports of one side of a call, lost as they are when a laptop goes to another network: nothing comes to them and
 * nothing goes from them any more. Ports that are opened later are not touched. Needs root.
 */
export class LostPorts {
  /** @type {string[][]} */
  #rules = [];

  /** @param {import('./call.js').CallSide} side */
  async lose(side) {
    const ports = await side.page.evaluate(async () => {
      const stats = await /** @type {any} */ (window).otter.call.peerConnection.getStats();
      return [...stats.values()]
        .filter(({ type, protocol }) => type === 'local-candidate' && protocol === 'udp')
        .map(({ port }) => String(port));
    });
    for (const port of new Set(ports)) {
      for (const direction of ['--dport', '--sport']) {
        const rule = ['INPUT', '-p', 'udp', direction, port, '-j', 'DROP'];
        await run('iptables', ['-w', '-I', ...rule]);
        this.#rules.push(rule);
      }
    }
    return ports.length;
  }

  /** Takes the rules away again. */
  async close() {
    for (const rule of this.#rules.splice(0)) {
      await run('iptables', ['-w', '-D', ...rule]);
    }
  }
}

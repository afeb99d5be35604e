import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The UDP ports of one side of a call, lost as they are when a laptop goes to another network: nothing comes to them and
 * nothing goes from them any more. Ports that are opened later are not touched. Needs root.
 */
export class LostPorts {
  /** @type {{ program: string, rule: string[] }[]} */
  #rules = [];

  /** @param {import('./call.js').CallSide} side */
  async lose(side) {
    const lost = await side.page.evaluate(async () => {
      const stats = await /** @type {any} */ (window).otter.call.peerConnection.getStats();
      return [...stats.values()]
        .filter(({ type, protocol }) => type === 'local-candidate' && protocol === 'udp')
        .map(({ port, address }) => ({ port: String(port), address: String(address) }));
    });
    for (const { port, address } of lost) {
      const program = address.includes(':') ? 'ip6tables' : 'iptables';
      for (const direction of ['--dport', '--sport']) {
        const rule = ['INPUT', '-p', 'udp', direction, port, '-j', 'DROP'];
        await run(program, ['-w', '-I', ...rule]);
        this.#rules.push({ program, rule });
      }
    }
    return lost.length;
  }

  /** Takes the rules away again. */
  async close() {
    for (const { program, rule } of this.#rules.splice(0)) {
      await run(program, ['-w', '-D', ...rule]);
    }
  }
}

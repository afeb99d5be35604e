import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NAME = 'otter-eng';

/**
 * A network namespace for a Docker engine, as a machine that this one reaches: what happens to packets there, Docker's
 * rules do, and this machine's address comes through. Needs root.
 */
export class EngineNetwork {
  /** Where the engine's machine is reached. */
  host = '10.213.52.1';

  /** Where this machine is, as the engine's sees it. */
  client = '10.213.52.2';

  /** What runs a command there. It stays in this machine's file systems: an engine needs its control groups. */
  prefix = ['nsenter', `--net=/run/netns/${NAME}`];

  static async make() {
    const network = new EngineNetwork();
    await network.remove();
    await run('ip', ['netns', 'add', NAME]);
    await run('ip', ['link', 'add', NAME, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', NAME]);
    await run('ip', ['address', 'add', `${network.client}/24`, 'dev', NAME]);
    await run('ip', ['link', 'set', NAME, 'up']);
    await run('ip', ['-n', NAME, 'address', 'add', `${network.host}/24`, 'dev', 'eth0']);
    await run('ip', ['-n', NAME, 'link', 'set', 'lo', 'up']);
    await run('ip', ['-n', NAME, 'link', 'set', 'eth0', 'up']);
    return network;
  }

  /** Removes it, and what an earlier run that was killed has left. */
  async remove() {
    await run('ip', ['link', 'delete', NAME]).catch(() => null);
    await run('ip', ['netns', 'delete', NAME]).catch(() => null);
  }
}

import { freePort } from './free-port.js';
import { OtterNode } from './otter-node.js';
import { newApiKey } from './secrets.js';

/**
 * Nodes of one cluster on this machine, started one after the other.
 *
 * @param {number} count
 * @param {Record<string, string>} [more]  environment of all
 */
export async function startCluster(count, more = {}) {
  const apiKey = newApiKey();
  /** @type {number[]} */
  const ports = [];
  while (ports.length < count) {
    ports.push(await freePort());
  }
  /** @type {OtterNode[]} */
  const nodes = [];
  try {
    for (const [index, port] of ports.entries()) {
      // Of three that know each other, one alone is a minority and waits: who starts later knows more.
      const known = ports.slice(0, Math.max(2, index + 1));
      const environment = {
        OTTER_CLUSTER_HOST: '127.0.0.1',
        OTTER_CLUSTER_PORT: String(port),
        OTTER_CLUSTER_MEMBERS: known.map((member) => `127.0.0.1:${member}`).join(','),
        ...more,
      };
      nodes.push(await OtterNode.start({ name: `node-${port}`, apiKey, environment, clustered: true }));
    }
  } catch (error) {
    await Promise.all(nodes.map((node) => node.stop()));
    throw error;
  }
  return nodes;
}

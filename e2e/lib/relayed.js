import { until } from './until.js';

const READY_BOUND_MS = 60_000;

/** Runs in the page: no candidate but those of a relay. */
export function relayOnly() {
  const page = /** @type {any} */ (window);
  const { RTCPeerConnection } = page;
  page.RTCPeerConnection = class extends RTCPeerConnection {
    /** @param {RTCConfiguration} configuration */
    constructor(configuration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }

    /** @param {RTCConfiguration} configuration */
    setConfiguration(configuration) {
      super.setConfiguration({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}

/**
 * Both ends of the pair that carries the media, with their addresses, and the ICE passwords: a
 * restart would change them.
 *
 * @param {import('./call.js').CallSide} side
 * @returns {Promise<{ local: string, remote: string, ufrag: string }>}
 */
export function selectedPair(side) {
  return side.page.evaluate(async () => {
    const { peerConnection } = /** @type {any} */ (window).otter.call;
    const stats = await peerConnection.getStats();
    const transport = [...stats.values()].find(({ type }) => type === 'transport');
    const selected = stats.get(transport.selectedCandidatePairId);
    /** @param {string} id */
    const text = (id) => {
      const { candidateType, address, port } = stats.get(id);
      return `${candidateType} ${address}:${port}`;
    };
    return {
      local: text(selected.localCandidateId),
      remote: text(selected.remoteCandidateId),
      ufrag: transport.iceLocalUsernameFragment,
    };
  });
}

/**
 * Waits until a node has relays that are ready.
 *
 * @param {import('./otter-node.js').OtterNode} node
 * @param {number} count
 * @param {readonly string[]} dead  those that are known to be killed, by id
 * @returns {Promise<any[]>}
 */
export function untilReady(node, count, dead = []) {
  return until(`${count} relays are ready`, READY_BOUND_MS, async () => {
    const ready = (await node.relays()).filter(({ id, state }) => state === 'ready' && !dead.includes(id));
    return ready.length >= count && ready;
  });
}

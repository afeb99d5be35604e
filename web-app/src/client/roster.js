import { Peer } from './peer.js';

/**
 * Who is in the room, as the server tells: makes a Peer for everybody who is there or joins, and ends it when they left.
 * Called by Room with each message of the server that is about presence.
 */
export class Roster {
  /** By connection id, the longest here first. @type {Map<string, Peer>} */
  peers = new Map();

  #context;
  #mailbox;
  #introduce;

  /**
   * @param {import('./peer.js').PeerContext} context
   * @param {import('./mailbox.js').Mailbox} mailbox
   * @param {(peer: Peer) => void} introduce  tells somebody new of this side
   */
  constructor(context, mailbox, introduce) {
    this.#context = context;
    this.#mailbox = mailbox;
    this.#introduce = introduce;
  }

  /**
   * This side is somebody new in the room, and gives way to all who are there.
   *
   * @param {unknown} described  the `peers` of a welcome
   */
  welcome(described) {
    this.end('lost');
    this.#mailbox.forgetAll();
    for (const description of readPeers(described)) {
      this.#add(description, true);
    }
  }

  /**
   * This side is back in its place.
   *
   * @param {unknown} described  the `peers` of a resumed
   */
  resumed(described) {
    const there = readPeers(described);
    for (const id of [...this.peers.keys()]) {
      if (!there.some(({ connectionId }) => connectionId === id)) {
        this.left(id);
      }
    }
    for (const description of there) {
      const known = this.peers.get(description.connectionId);
      if (!known) {
        this.#add(description, false); // it joined during the break
      } else if (description.interrupted) {
        known.interrupt();
      } else {
        known.resume();
      }
    }
    this.#mailbox.sendAgain();
  }

  /** @param {unknown} described  a peer-joined */
  joined(described) {
    for (const description of readPeers([described])) {
      if (!this.peers.has(description.connectionId)) {
        this.#add(description, false);
      }
    }
  }

  /** @param {string} id */
  left(id) {
    const peer = this.peers.get(id);
    if (peer) {
      this.#remove(peer, peer.saidBye ? 'left' : 'lost');
    }
  }

  /** Ends with everybody. @param {'left' | 'lost'} how */
  end(how) {
    for (const peer of [...this.peers.values()]) {
      this.#remove(peer, how);
    }
  }

  /**
   * @param {Peer} peer
   * @param {'left' | 'lost'} how
   */
  #remove(peer, how) {
    this.peers.delete(peer.id);
    this.#mailbox.forget(peer.id);
    peer.close();
    this.#context.emit('peer-left', { peer, how });
  }

  /**
   * @param {import('./peer.js').PeerDescription} description
   * @param {boolean} polite
   */
  #add(description, polite) {
    this.#mailbox.meet(description.connectionId);
    const peer = new Peer(description, polite, this.#context);
    this.peers.set(peer.id, peer);
    this.#introduce(peer);
    this.#context.emit('peer-joined', { peer });
  }
}

/**
 * @param {unknown} described
 * @returns {import('./peer.js').PeerDescription[]}
 */
function readPeers(described) {
  const list = Array.isArray(described) ? described : [];
  return list
    .filter((peer) => typeof peer?.connectionId === 'string')
    .map((peer) => ({
      connectionId: peer.connectionId,
      interrupted: peer.state === 'interrupted',
      ...readWho(peer),
    }));
}

/**
 * Who somebody is and what they may do, as the server says.
 *
 * @param {any} described
 * @returns {{ identity: string | null, role: 'host' | 'guest', grants: readonly string[] | null }}
 */
export function readWho(described) {
  const { identity, role, grants } = described ?? {};
  return {
    identity: typeof identity === 'string' ? identity : null,
    role: role === 'host' ? 'host' : 'guest',
    grants: Array.isArray(grants) ? Object.freeze(grants.map(String)) : null,
  };
}

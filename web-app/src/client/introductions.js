/**
 * Tells everybody of this side: what is switched on, how it wants to be called. A newcomer hears it after the first
 * offer, and nothing before: at any other word a client of the plain dialect begins to offer too, the two cross, and
 * Chromium then sometimes (1 in 20, version 156) gathers no candidate for that connection any more, not even for an ICE
 * restart, as its first offer was taken back while gathering began.
 */
export class Introductions {
  /** @type {WeakSet<import('./peer.js').Peer>} */
  #due = new WeakSet();
  #mailbox;
  #words;

  /**
   * @param {import('./mailbox.js').Mailbox} mailbox
   * @param {() => import('./payloads.js').Payload[]} words  what there is to tell now
   */
  constructor(mailbox, words) {
    this.#mailbox = mailbox;
    this.#words = words;
  }

  /** @param {import('./peer.js').Peer} peer  just met; where this side gives way to it, it was there before */
  meet(peer) {
    if (peer.polite) {
      this.#tell(peer);
    } else {
      this.#due.add(peer);
    }
  }

  /**
   * Sends something of the connection to a peer, and the introduction after the first description.
   *
   * @param {import('./peer.js').Peer} peer
   * @param {import('./payloads.js').Payload} payload
   */
  send(peer, payload) {
    this.#mailbox.send(peer.id, payload);
    if ('description' in payload && this.#due.delete(peer)) {
      this.#tell(peer);
    }
  }

  /** @param {import('./peer.js').Peer} peer */
  #tell(peer) {
    for (const word of this.#words()) {
      this.#mailbox.send(peer.id, word);
    }
  }
}

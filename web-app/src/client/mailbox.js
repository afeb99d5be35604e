import { Numbers } from './numbers.js';

/** How often it is looked whether a message waits too long for its acknowledgement. */
const LOOK_EVERY_MS = 250;

/**
 * Messages between this side and its peers, each handed over once and in order, also across a broken socket: numbers,
 * keeps, sends again, acknowledges, as docs/signaling-protocol.md ("Messages") says. Knows no sockets; called by Room.
 *
 * @typedef {object} MailboxOptions
 * @property {import('./environment.js').Environment} environment
 * @property {(message: object) => void} write  to the open socket; where there is none the message is dropped here, as it
 *   is kept and comes again
 * @property {(peerId: string) => boolean | undefined} politeTo  this side's role towards a peer. Each message says it: a
 *   client of the plain dialect takes its own role from the last message, whatever that was about
 * @property {(peerId: string, payload: unknown, polite: boolean | undefined) => void} deliver
 * @property {(peerId: string) => void} onHole  messages between the two were lost for good, in one of the directions
 */
export class Mailbox {
  /** @type {Map<string, Numbers>} */
  #peers = new Map();
  #options;
  /** @type {number | null} */
  #timer = null;

  /** @param {MailboxOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {string} peerId  known from a welcome, or because it joined */
  meet(peerId) {
    if (!this.#peers.has(peerId)) {
      this.#peers.set(peerId, new Numbers());
    }
  }

  /** @param {string} peerId */
  forget(peerId) {
    this.#peers.delete(peerId);
  }

  forgetAll() {
    this.#peers.clear();
  }

  /**
   * @param {string} peerId
   * @param {unknown} payload
   */
  send(peerId, payload) {
    const numbers = this.#peers.get(peerId);
    if (!numbers) {
      return;
    }
    const { politeTo, environment } = this.#options;
    const message = numbers.add(payload, politeTo(peerId), environment.nowMs());
    if (numbers.giveUpIfTooMuch()) {
      this.#options.write({ type: 'resync', destination: peerId, seq: numbers.nextSeq });
      this.#options.onHole(peerId);
    } else {
      this.#write(peerId, message);
      this.#look();
    }
  }

  /**
   * One message to all peers; the server fans it out, to those who are told the same role at once.
   *
   * @param {unknown} payload
   */
  broadcast(payload) {
    const { politeTo } = this.#options;
    const peerIds = [...this.#peers.keys()];
    for (const polite of [true, false, undefined]) {
      const same = peerIds.filter((peerId) => politeTo(peerId) === polite);
      if (same.length === 1) {
        this.send(String(same[0]), payload);
      } else if (same.length > 1) {
        this.#fanOut(same, payload, polite);
      }
    }
  }

  /** Sends again all that is kept, to all or to one. @param {string} [only] */
  sendAgain(only) {
    for (const [peerId, numbers] of this.#peers) {
      if (only === undefined || only === peerId) {
        numbers.unacknowledged.forEach((message) => this.#write(peerId, message));
      }
    }
  }

  /**
   * Takes what came from a peer.
   *
   * @param {Record<string, any>} message
   */
  receive(message) {
    const { type, source, seq, payload, polite } = message;
    const numbers = this.#peers.get(source);
    if (!numbers || !Number.isSafeInteger(seq)) {
      return; // of one who is gone, or nothing of this protocol
    }
    if (type === 'ack' || type === 'resend') {
      if (numbers.acknowledged(seq, this.#options.environment.nowMs()) || type === 'resend') {
        this.sendAgain(source);
      }
    } else if (type === 'resync') {
      if (numbers.goesOnAt(seq)) {
        this.#options.onHole(source);
      }
    } else if (type === undefined) {
      this.#onMessage(source, numbers, seq, payload, polite);
    }
  }

  /** Ends the looking after what is kept. */
  close() {
    this.#peers.clear();
    if (this.#timer !== null) {
      this.#options.environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
  }

  /**
   * @param {readonly string[]} peerIds
   * @param {unknown} payload
   * @param {boolean | undefined} polite
   */
  #fanOut(peerIds, payload, polite) {
    /** @type {Record<string, number>} */
    const seqs = {};
    for (const peerId of peerIds) {
      const numbers = /** @type {Numbers} */ (this.#peers.get(peerId));
      const { seq } = numbers.add(payload, polite, this.#options.environment.nowMs());
      if (numbers.giveUpIfTooMuch()) {
        this.#options.write({ type: 'resync', destination: peerId, seq: numbers.nextSeq });
        this.#options.onHole(peerId);
      } else {
        seqs[peerId] = seq;
      }
    }
    if (Object.keys(seqs).length > 0) {
      this.#options.write({ destination: '*', seqs, polite, payload });
      this.#look();
    }
  }

  /**
   * @param {string} source
   * @param {Numbers} numbers
   * @param {number} seq
   * @param {unknown} payload
   * @param {unknown} polite
   */
  #onMessage(source, numbers, seq, payload, polite) {
    const arrival = numbers.arrived(seq);
    if (arrival === 'gap') {
      if (numbers.asksForTheGap()) {
        this.#options.write({ type: 'resend', destination: source, seq: numbers.lastReceived });
      }
      return;
    }
    this.#options.write({ type: 'ack', destination: source, seq: numbers.lastReceived });
    if (arrival === 'next') {
      this.#options.deliver(source, payload, typeof polite === 'boolean' ? polite : undefined);
    }
  }

  /**
   * @param {string} destination
   * @param {import('./numbers.js').Kept} message
   */
  #write(destination, { seq, payload, polite }) {
    this.#options.write({ destination, seq, polite, payload });
  }

  #look() {
    this.#timer ??= this.#options.environment.setTimeout(() => {
      this.#timer = null;
      const nowMs = this.#options.environment.nowMs();
      let waiting = false;
      for (const [peerId, numbers] of this.#peers) {
        const oldest = numbers.probe(nowMs);
        if (oldest) {
          this.#write(peerId, oldest);
        }
        waiting ||= numbers.unacknowledged.length > 0;
      }
      if (waiting) {
        this.#look();
      }
    }, LOOK_EVERY_MS);
  }
}

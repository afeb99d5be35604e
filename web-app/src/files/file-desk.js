import { FileExchange } from './file-exchange.js';
import { Recognition, readGreeting } from './recognition.js';

/** Both sides open this channel by themselves, with the same number, so that it needs no agreement. */
const CHANNEL = Object.freeze({ label: 'otter.files', id: 1 });

/** The channel asks for more when less than this waits in it. */
const LOW_BYTES = 256 * 1024;

/** Exchanges with pages that are gone, kept for the case that they come back. */
const MAX_WAITING = 32;

/**
 * @typedef {import('./outgoing-file.js').OutgoingFile} OutgoingFile
 * @typedef {import('./incoming-file.js').IncomingFile} IncomingFile
 *
 * @typedef {object} FilePeer  the part of a Peer that is used
 * @property {string} id
 * @property {readonly string[] | null} grants
 * @property {(label: string, options: RTCDataChannelInit) => RTCDataChannel} openChannel
 *
 * @typedef {object} Partner  another page, known by what it said of itself
 * @property {string} page
 * @property {FileExchange} exchange
 * @property {FilePeer | null} peer  null while it is gone
 */

/**
 * The files between this page and everybody in the call. Outlives the call: who comes back finds the transfers where they
 * stopped. Has no DOM.
 */
export class FileDesk {
  #recognition;
  #onChange;
  /** @type {Partner[]} */
  #partners = [];

  /**
   * @param {object} options
   * @param {(transfer: OutgoingFile | IncomingFile, peer: FilePeer | null) => void} options.onChange
   * @param {Recognition} [options.recognition]
   */
  constructor({ onChange, recognition = new Recognition() }) {
    this.#onChange = onChange;
    this.#recognition = recognition;
  }

  /** @returns {number} how many there are to send a file to */
  get reachable() {
    return this.#partners.filter(({ peer }) => peer !== null).length;
  }

  /** Somebody is in the call. @param {FilePeer} peer */
  meet(peer) {
    if (peer.grants !== null && !peer.grants.includes('data')) {
      return;
    }
    /** @type {RTCDataChannel} */
    let channel;
    try {
      channel = peer.openChannel(CHANNEL.label, { negotiated: true, id: CHANNEL.id });
    } catch {
      return; // this side may not use data
    }
    channel.bufferedAmountLowThreshold = LOW_BYTES;
    const mine = this.#recognition.hello();
    /** @type {Partner | null} */
    let partner = null;
    let order = Promise.resolve();
    channel.addEventListener('open', () => channel.send(JSON.stringify(mine)));
    channel.addEventListener('bufferedamountlow', () => partner?.exchange.pump());
    channel.addEventListener('close', () => this.part(peer));
    const greet = this.#greeter(channel, peer, mine);
    channel.addEventListener('message', ({ data }) => {
      order = order.then(async () => {
        if (partner) {
          partner.exchange.receive(data);
        } else if (typeof data === 'string') {
          partner = await greet(data);
        }
      });
    });
  }

  /** Somebody has left the call; they may come back. @param {FilePeer} peer */
  part(peer) {
    const partner = this.#partners.find((each) => each.peer === peer);
    if (partner) {
      partner.peer = null;
      partner.exchange.close();
    }
  }

  /** @param {File} file @returns {number} to how many it goes */
  send(file) {
    const there = this.#partners.filter(({ peer }) => peer !== null);
    there.forEach(({ exchange }) => exchange.send(file));
    return there.length;
  }

  /**
   * Ends a transfer from this side.
   *
   * @param {OutgoingFile | IncomingFile} transfer
   * @param {import('./file-messages.js').CancelReason} [reason]  where it is not the user's wish
   */
  cancel(transfer, reason) {
    const partner = this.#partners.find(({ exchange }) => exchange.transfers.includes(transfer));
    partner?.exchange.cancel(transfer, reason);
  }

  /**
   * @param {RTCDataChannel} channel
   * @param {FilePeer} peer
   * @param {import('./recognition.js').Hello} mine
   * @returns {(text: string) => Promise<Partner | null>} takes what is said until it is known who it is
   */
  #greeter(channel, peer, mine) {
    /** @type {import('./recognition.js').Hello | null} */
    let theirs = null;
    return async (text) => {
      const said = readGreeting(text);
      if (said?.type === 'hello' && !theirs) {
        theirs = said;
        const proof = await this.#recognition.prove(mine, theirs);
        if (channel.readyState === 'open') {
          channel.send(JSON.stringify(proof));
        }
      } else if (said?.type === 'proof' && theirs) {
        const known = await this.#recognition.recognises(mine, theirs, said);
        return channel.readyState === 'open' ? this.#partner(theirs.page, known, channel, peer) : null;
      }
      return null;
    };
  }

  /**
   * @param {string} page
   * @param {boolean} known
   * @param {RTCDataChannel} channel
   * @param {FilePeer} peer
   */
  #partner(page, known, channel, peer) {
    let partner = known ? this.#partners.find((each) => each.page === page) : undefined;
    if (!partner) {
      /** @type {Partner} */
      const made = { page, peer, exchange: new FileExchange() };
      made.exchange.onChange((transfer) => this.#onChange(transfer, made.peer));
      partner = made;
      this.#partners.push(made);
      this.#forgetSome();
    }
    partner.peer = peer;
    partner.exchange.open(/** @type {import('./outgoing-file.js').FilePort} */ (channel));
    return partner;
  }

  #forgetSome() {
    const gone = this.#partners.filter(({ peer }) => peer === null);
    const forgotten = gone.slice(0, Math.max(0, gone.length - MAX_WAITING));
    this.#partners = this.#partners.filter((each) => !forgotten.includes(each));
  }
}

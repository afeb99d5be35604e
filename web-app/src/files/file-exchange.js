import { Listeners } from '../client/listeners.js';
import { readFileMessage, readFrame, writeFileMessage } from './file-messages.js';
import { IncomingFile } from './incoming-file.js';
import { OutgoingFile } from './outgoing-file.js';

/** Offers beyond this many that nobody has answered are declined: a peer must not fill the page. */
export const MAX_OFFERS = 20;

/** So many transfers that are over are remembered, so that a late message finds them. */
const MAX_OVER = 100;

/**
 * @typedef {import('./outgoing-file.js').FilePort} FilePort
 *
 * @typedef {object} FileExchangeEvents
 * @property {IncomingFile | OutgoingFile} change  a transfer is new, or anything of it has changed
 */

/**
 * All files between this side and one peer, over one channel at a time. A new channel to the same peer continues what the
 * old one began. Has no DOM and touches no disk: where bytes go is decided by whoever accepts.
 */
export class FileExchange {
  /** Outgoing and incoming ones, the oldest first. @type {(OutgoingFile | IncomingFile)[]} */
  transfers = [];

  #listeners = /** @type {Listeners<FileExchangeEvents>} */ (new Listeners());
  #newId;
  /** @type {FilePort | null} */
  #port = null;
  #number = 0;

  /** @param {{ newId?: () => string }} [options] */
  constructor({ newId = () => crypto.randomUUID() } = {}) {
    this.#newId = newId;
  }

  /** @param {(transfer: OutgoingFile | IncomingFile) => void} handler */
  onChange(handler) {
    return this.#listeners.on('change', handler);
  }

  /** The channel is open: what waited goes on. @param {FilePort} port */
  open(port) {
    this.#port = port;
    for (const transfer of this.#outgoing) {
      if (!transfer.over) {
        transfer.offer(port);
      }
    }
  }

  /** The channel is gone; another one may come. */
  close() {
    this.#port = null;
    for (const transfer of this.transfers) {
      transfer.interrupt();
    }
  }

  /** @param {Blob & { name: string }} file */
  send(file) {
    const transfer = new OutgoingFile({
      id: this.#newId(),
      number: this.#number++,
      file,
      onChange: () => this.#listeners.emit('change', transfer),
    });
    this.#add(transfer);
    if (this.#port) {
      transfer.offer(this.#port);
    }
    return transfer;
  }

  /**
   * Ends a transfer from this side.
   *
   * @param {OutgoingFile | IncomingFile} transfer
   * @param {import('./file-messages.js').CancelReason} [reason]  where it is not the user's wish
   */
  cancel(transfer, reason = wishOf(transfer)) {
    if (transfer.over) {
      return;
    }
    this.#say({ type: 'cancel', id: transfer.id, reason });
    transfer.cancel(reason);
  }

  /** @param {string | ArrayBuffer} data  one message of the channel */
  receive(data) {
    if (typeof data !== 'string') {
      const frame = readFrame(data);
      const into = frame && this.#incoming.find(({ number, over }) => !over && number === frame.number);
      into?.onBytes(/** @type {{ bytes: Uint8Array }} */ (frame).bytes);
      return;
    }
    const message = readFileMessage(data);
    if (message?.type === 'offer') {
      this.#onOffer(message);
    } else if (message?.type === 'accept') {
      this.#sender(message.id)?.onAccept(message.offset);
    } else if (message?.type === 'written') {
      this.#sender(message.id)?.onWritten(message.offset);
    } else if (message?.type === 'cancel') {
      this.transfers.find(({ id }) => id === message.id)?.cancel(message.reason);
    }
  }

  /** The channel's buffer has room again. */
  pump() {
    for (const transfer of this.#outgoing) {
      transfer.pump();
    }
  }

  /** @param {import('./file-messages.js').FileOffer} offer */
  #onOffer(offer) {
    const port = this.#port;
    const known = this.#incoming.find(({ id }) => id === offer.id);
    if (!port || (known && known.size !== offer.size)) {
      return;
    }
    if (known) {
      known.onOfferedAgain(offer.number, port);
      return;
    }
    if (this.#incoming.filter(({ state }) => state === 'offered').length >= MAX_OFFERS) {
      this.#say({ type: 'cancel', id: offer.id, reason: 'too-many' });
      return;
    }
    /** @type {IncomingFile} */
    const transfer = new IncomingFile({
      offer,
      port,
      onChange: () => this.#listeners.emit('change', transfer),
    });
    this.#add(transfer);
  }

  /** @param {OutgoingFile | IncomingFile} transfer */
  #add(transfer) {
    const over = this.transfers.filter((each) => each.over);
    const forgotten = over.slice(0, Math.max(0, over.length - MAX_OVER));
    this.transfers = [...this.transfers.filter((each) => !forgotten.includes(each)), transfer];
    this.#listeners.emit('change', transfer);
  }

  get #outgoing() {
    return this.transfers.filter((each) => each instanceof OutgoingFile);
  }

  get #incoming() {
    return this.transfers.filter((each) => each instanceof IncomingFile);
  }

  /** @param {string} id */
  #sender(id) {
    return this.#outgoing.find((each) => each.id === id);
  }

  /** @param {import('./file-messages.js').FileMessage} message */
  #say(message) {
    try {
      this.#port?.send(writeFileMessage(message));
    } catch {
      // The channel has just closed; the other side learns of it when it is back.
    }
  }
}

/**
 * @param {OutgoingFile | IncomingFile} transfer
 * @returns {import('./file-messages.js').CancelReason}
 */
function wishOf(transfer) {
  const declined = transfer.state === 'offered' ? 'declined' : 'receiver';
  return transfer instanceof OutgoingFile ? 'sender' : declined;
}

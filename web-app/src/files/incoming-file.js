import { writeFileMessage } from './file-messages.js';

/**
 * @typedef {import('./outgoing-file.js').FilePort} FilePort
 * @typedef {import('./outgoing-file.js').TransferState} TransferState
 *
 * @typedef {object} FileSink  where the bytes go: a disk, or memory
 * @property {(bytes: Uint8Array) => Promise<void>} write  in order
 * @property {() => Promise<Blob>} finish  the whole file
 * @property {() => Promise<void>} discard  forgets what came
 */

/** The sender hears at the latest after so many bytes that they are kept. */
const WRITTEN_EVERY_BYTES = 512 * 1024;

/** More than this never waits to be written: the sender keeps to it. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/**
 * A file on its way from one peer: waits for the user's yes, writes in order, tells the sender how far it is, and goes on
 * from there when the peer is back.
 */
export class IncomingFile {
  /** @type {TransferState} */
  state = 'offered';

  /** @type {import('./file-messages.js').CancelReason | null} */
  reason = null;

  /** Bytes that are written. */
  moved = 0;

  /** The whole file, once it is done. @type {Blob | null} */
  blob = null;

  #onChange;
  /** @type {FilePort | null} */
  #port;
  /** @type {FileSink | null} */
  #sink = null;
  /** Bytes that came, written or waiting. */
  #arrived = 0;
  #told = 0;
  #writing = Promise.resolve();

  /**
   * @param {object} options
   * @param {import('./file-messages.js').FileOffer} options.offer
   * @param {FilePort} options.port
   * @param {() => void} options.onChange
   */
  constructor({ offer, port, onChange }) {
    this.id = offer.id;
    this.name = offer.name;
    this.size = offer.size;
    this.number = offer.number;
    this.#port = port;
    this.#onChange = onChange;
  }

  get over() {
    return this.state === 'done' || this.state === 'cancelled';
  }

  /** The user takes the file. @param {FileSink} sink */
  accept(sink) {
    if (this.state !== 'offered' && this.state !== 'interrupted') {
      return;
    }
    this.#sink = sink;
    this.#begin();
  }

  /**
   * The sender is back and offers the file once more.
   *
   * @param {number} number
   * @param {FilePort} port
   */
  onOfferedAgain(number, port) {
    this.#port = port;
    this.number = number;
    if (this.state === 'done') {
      this.#say({ type: 'accept', id: this.id, offset: this.size });
    } else if (this.over) {
      this.#say({ type: 'cancel', id: this.id, reason: this.reason ?? 'receiver' });
    } else if (this.#sink) {
      // What still waits to be written comes first, so that the place to go on from is sure.
      this.#writing = this.#writing.then(() => this.#begin());
    } else {
      this.#to('offered');
    }
  }

  /** The channel is gone. */
  interrupt() {
    this.#port = null;
    if (!this.over) {
      this.#to('interrupted');
    }
  }

  /** @param {import('./file-messages.js').CancelReason} reason */
  cancel(reason) {
    if (!this.over) {
      this.reason = reason;
      this.#writing = this.#writing.then(() => this.#sink?.discard());
      this.#to('cancelled');
    }
  }

  /** @param {Uint8Array} bytes */
  onBytes(bytes) {
    if (this.state !== 'moving') {
      return;
    }
    this.#arrived += bytes.length;
    if (this.#arrived > this.size || this.#arrived - this.moved > MAX_WAITING_BYTES) {
      this.#giveUp('broken');
      return;
    }
    this.#writing = this.#writing.then(() => this.#write(bytes));
  }

  #begin() {
    if (!this.#port || this.over) {
      return;
    }
    this.#arrived = this.moved;
    this.#told = this.moved;
    this.#to('moving');
    this.#say({ type: 'accept', id: this.id, offset: this.moved });
    if (this.size === 0) {
      this.#writing = this.#writing.then(() => this.#finish());
    }
  }

  /** @param {Uint8Array} bytes */
  async #write(bytes) {
    if (this.over || !this.#sink) {
      return;
    }
    try {
      await this.#sink.write(bytes);
    } catch (error) {
      this.#giveUp(
        error instanceof DOMException && error.name === 'QuotaExceededError' ? 'no-space' : 'broken',
      );
      return;
    }
    this.moved += bytes.length;
    if (this.moved === this.size) {
      await this.#finish();
    } else if (this.moved - this.#told >= WRITTEN_EVERY_BYTES) {
      this.#tell();
    }
    this.#onChange();
  }

  async #finish() {
    if (this.over || !this.#sink) {
      return;
    }
    try {
      this.blob = await this.#sink.finish();
    } catch {
      this.#giveUp('broken');
      return;
    }
    this.#tell();
    this.#to('done');
  }

  #tell() {
    this.#told = this.moved;
    this.#say({ type: 'written', id: this.id, offset: this.moved });
  }

  /** @param {import('./file-messages.js').CancelReason} reason */
  #giveUp(reason) {
    this.#say({ type: 'cancel', id: this.id, reason });
    this.cancel(reason);
  }

  /** @param {import('./file-messages.js').FileMessage} message */
  #say(message) {
    try {
      this.#port?.send(writeFileMessage(message));
    } catch {
      // The channel has just closed; what was to be said is said when it is back.
    }
  }

  /** @param {TransferState} state */
  #to(state) {
    this.state = state;
    this.#onChange();
  }
}

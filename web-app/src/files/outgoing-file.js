import { CHUNK_BYTES, writeFileMessage, writeFrame } from './file-messages.js';

/**
 * @typedef {object} FilePort  the part of an RTCDataChannel that is used; tests have their own
 * @property {(data: string | ArrayBuffer) => void} send  throws when the channel is closed
 * @property {number} bufferedAmount
 *
 * @typedef {'offered' | 'moving' | 'interrupted' | 'done' | 'cancelled'} TransferState
 */

/** More than this is never given to the channel at once: the browser keeps it in memory. */
export const MAX_BUFFERED_BYTES = 1024 * 1024;

/** More than this is never under way without the receiver having kept it: the receiver keeps it in memory. */
export const MAX_UNWRITTEN_BYTES = 8 * 1024 * 1024;

/** So much of the file is read at once. */
const READ_BYTES = 16 * CHUNK_BYTES;

/**
 * A file on its way to one peer. Reads the file in pieces and sends as fast as the channel and the receiver take it;
 * goes on where it stopped when the peer is back. `pump` is called when something may have changed: an accept, a
 * written, or room in the channel's buffer.
 */
export class OutgoingFile {
  /** @type {TransferState} */
  state = 'offered';

  /** @type {import('./file-messages.js').CancelReason | null} */
  reason = null;

  /** Bytes that the receiver has kept: what progress shows. */
  moved = 0;

  #file;
  #number;
  #onChange;
  /** @type {FilePort | null} */
  #port = null;
  #sent = 0;
  /** Counts up with each port, so that what was read for an old one is not sent to the new one. */
  #turn = 0;
  #reading = false;

  /**
   * @param {object} options
   * @param {string} options.id
   * @param {number} options.number
   * @param {Blob & { name: string }} options.file
   * @param {() => void} options.onChange
   */
  constructor({ id, number, file, onChange }) {
    this.id = id;
    this.name = file.name;
    this.size = file.size;
    this.#number = number;
    this.#file = file;
    this.#onChange = onChange;
  }

  get over() {
    return this.state === 'done' || this.state === 'cancelled';
  }

  /** Offers the file, for the first time or once more. @param {FilePort} port */
  offer(port) {
    this.#turn += 1;
    this.#port = port;
    this.#sent = Infinity; // until the receiver says where to begin
    const { id, name, size } = this;
    port.send(writeFileMessage({ type: 'offer', id, number: this.#number, name, size }));
  }

  /** The channel is gone; the transfer waits for the next one. */
  interrupt() {
    this.#turn += 1;
    this.#port = null;
    if (!this.over) {
      this.#to('interrupted');
    }
  }

  /** @param {number} offset */
  onAccept(offset) {
    if (this.over || offset > this.size) {
      return;
    }
    this.#turn += 1;
    this.#sent = offset;
    this.moved = offset;
    this.#to('moving');
    this.onWritten(offset);
  }

  /** @param {number} offset */
  onWritten(offset) {
    if (this.state !== 'moving' || offset < this.moved || offset > this.#sent) {
      return;
    }
    this.moved = offset;
    this.#to(offset === this.size ? 'done' : 'moving');
    this.pump();
  }

  /** @param {import('./file-messages.js').CancelReason} reason */
  cancel(reason) {
    if (!this.over) {
      this.#turn += 1;
      this.reason = reason;
      this.#to('cancelled');
    }
  }

  /** Sends as much as may be sent now. */
  pump() {
    if (!this.#reading && this.#mayRead()) {
      this.#reading = true;
      void this.#sendPiece(this.#turn).finally(() => {
        this.#reading = false;
        if (this.#mayRead()) {
          this.pump();
        }
      });
    }
  }

  #mayRead() {
    return (
      this.state === 'moving' &&
      this.#port !== null &&
      this.#sent < this.size &&
      this.#port.bufferedAmount < MAX_BUFFERED_BYTES &&
      this.#sent - this.moved < MAX_UNWRITTEN_BYTES
    );
  }

  /** @param {number} turn */
  async #sendPiece(turn) {
    const from = this.#sent;
    const piece = this.#file.slice(from, Math.min(from + READ_BYTES, this.size));
    /** @type {ArrayBuffer} */
    let read;
    try {
      read = await piece.arrayBuffer();
    } catch {
      read = new ArrayBuffer(0); // the file was moved, changed or deleted meanwhile
    }
    if (turn !== this.#turn || !this.#port) {
      return;
    }
    if (read.byteLength !== piece.size) {
      this.#port.send(writeFileMessage({ type: 'cancel', id: this.id, reason: 'broken' }));
      this.cancel('broken');
      return;
    }
    for (let at = 0; at < read.byteLength; at += CHUNK_BYTES) {
      const bytes = new Uint8Array(read, at, Math.min(CHUNK_BYTES, read.byteLength - at));
      this.#port.send(writeFrame(this.#number, bytes));
    }
    this.#sent = from + read.byteLength;
  }

  /** @param {TransferState} state */
  #to(state) {
    this.state = state;
    this.#onChange();
  }
}

import assert from 'node:assert/strict';
import { FileExchange } from '../../src/files/file-exchange.js';
import { IncomingFile } from '../../src/files/incoming-file.js';

/** A channel between two sides that hands over when told to, and can break. */
export class Wire {
  /** @type {{ to: FileExchange, data: string | ArrayBuffer }[]} */
  under = [];
  broken = false;
  most = 0;
  left = new FileExchange({ newId: () => 'left-transfer-' + this.ids++ });
  right = new FileExchange({ newId: () => 'right-transfer-' + this.ids++ });
  ids = 0;

  connect() {
    this.broken = false;
    this.under = [];
    this.left.open(this.#port(this.right));
    this.right.open(this.#port(this.left));
  }

  cut() {
    this.broken = true;
    this.under = [];
    this.left.close();
    this.right.close();
  }

  /** Until nothing moves any more; files are read and written in promises. @param {() => boolean} [enough] */
  async settle(enough = () => false) {
    for (let idle = 0; idle < 20 && !enough();) {
      const next = this.under.shift();
      if (next) {
        next.to.receive(next.data);
        this.left.pump();
        this.right.pump();
        idle = 0;
      } else {
        idle += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  /** @param {FileExchange} to */
  #port(to) {
    const wire = this;
    return {
      /** @param {string | ArrayBuffer} data */
      send(data) {
        assert.ok(!wire.broken, 'nothing is sent into a broken channel');
        wire.under.push({ to, data });
        wire.most = Math.max(wire.most, this.bufferedAmount);
      },
      get bufferedAmount() {
        const mine = wire.under.filter((each) => each.to === to && typeof each.data !== 'string');
        return mine.reduce((sum, { data }) => sum + /** @type {ArrayBuffer} */ (data).byteLength, 0);
      },
    };
  }
}

/** Keeps what is written; may be slow, or full. */
export class TestSink {
  /** @type {number[]} */
  bytes = [];
  discarded = false;
  /** @type {Error | null} */
  failure = null;
  gate = Promise.resolve();

  /** @param {Uint8Array} bytes */
  async write(bytes) {
    await this.gate;
    if (this.failure) {
      throw this.failure;
    }
    for (const byte of bytes) {
      this.bytes.push(byte);
    }
  }

  async finish() {
    return new Blob([Uint8Array.from(this.bytes)]);
  }

  async discard() {
    this.discarded = true;
  }
}

/** @param {number} size */
export function someFile(size, name = 'notes.txt') {
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 0xff);
  return { bytes, file: Object.assign(new Blob([bytes]), { name }) };
}

/** @param {FileExchange} exchange */
export function offered(exchange) {
  const found = exchange.transfers.find((each) => each instanceof IncomingFile && each.state === 'offered');
  assert.ok(found instanceof IncomingFile);
  return found;
}

import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';

const MAGIC_COOKIE = 0x2112a442;
const XOR_MAPPED_ADDRESS = 0x0020;
const ANSWER_BOUND_MS = 5_000;

/** A socket that asks a STUN server where it is seen (RFC 8489). */
export class StunSocket {
  #socket = createSocket('udp4');

  /**
   * @param {string} from  its own address
   */
  static async at(from) {
    const stun = new StunSocket();
    await new Promise((resolve) => stun.#socket.bind(0, from, () => resolve(undefined)));
    return stun;
  }

  /** Its own address and port. */
  get local() {
    const { address, port } = this.#socket.address();
    return `${address}:${port}`;
  }

  /**
   * @param {string} host
   * @param {number} port
   * @returns {Promise<{ seen: string, from: string }>}  as what it is seen, and where the answer came from
   */
  ask(host, port) {
    const id = randomBytes(12);
    const request = Buffer.concat([Buffer.from([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42]), id]);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#socket.off('message', onMessage);
        reject(new Error(`no answer from ${host}:${port} within ${ANSWER_BOUND_MS} ms`));
      }, ANSWER_BOUND_MS);
      /** @type {(answer: Buffer, from: import('node:dgram').RemoteInfo) => void} */
      const onMessage = (answer, from) => {
        if (answer.subarray(8, 20).equals(id)) {
          clearTimeout(timer);
          this.#socket.off('message', onMessage);
          resolve({ seen: mappedAddress(answer), from: `${from.address}:${from.port}` });
        }
      };
      this.#socket.on('message', onMessage);
      this.#socket.send(request, port, host);
    });
  }

  close() {
    this.#socket.close();
  }
}

/** @param {Buffer} answer */
function mappedAddress(answer) {
  for (let at = 20; at + 4 <= answer.length; at += 4 + Math.ceil(answer.readUInt16BE(at + 2) / 4) * 4) {
    if (answer.readUInt16BE(at) === XOR_MAPPED_ADDRESS) {
      const port = answer.readUInt16BE(at + 6) ^ (MAGIC_COOKIE >>> 16);
      const address = (answer.readUInt32BE(at + 8) ^ MAGIC_COOKIE) >>> 0;
      return `${[24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')}:${port}`;
    }
  }
  throw new Error('the answer has no XOR-MAPPED-ADDRESS');
}

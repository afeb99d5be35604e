/**
 * What two sides say to each other about files, over one reliable, ordered data channel. Control messages are JSON
 * texts; the bytes of a file are binary frames, each with the number of its transfer in front. Whatever comes is
 * checked here before anybody acts on it.
 *
 * @typedef {object} FileOffer  "I have a file for you"; sent again after a reconnect, with the same id
 * @property {'offer'} type
 * @property {string} id  the sender's name for the transfer, the same over reconnects
 * @property {number} number  in front of its binary frames, while this channel lives
 * @property {string} name  as text only; may hold anything
 * @property {number} size  bytes
 *
 * @typedef {{ type: 'accept', id: string, offset: number }} FileAccept  "send me everything from this byte on"
 * @typedef {{ type: 'written', id: string, offset: number }} FileWritten  so many bytes are kept
 * @typedef {{ type: 'cancel', id: string, reason: CancelReason }} FileCancel
 * @typedef {'sender' | 'receiver' | 'declined' | 'no-space' | 'too-large' | 'broken' | 'too-many'} CancelReason
 *
 * @typedef {FileOffer | FileAccept | FileWritten | FileCancel} FileMessage
 */

/** Larger names are cut; no file system takes longer ones. */
export const MAX_NAME_LENGTH = 255;

/** Bytes of a file in one frame: what every browser takes in one message. */
export const CHUNK_BYTES = 60 * 1024;

const NUMBER_BYTES = 4;
const MAX_TEXT_LENGTH = 4_096;
const ID = /^[A-Za-z0-9_-]{8,64}$/;

/** @type {readonly string[]} */
const REASONS = ['sender', 'receiver', 'declined', 'no-space', 'too-large', 'broken', 'too-many'];

/** @param {FileMessage} message */
export function writeFileMessage(message) {
  return JSON.stringify(message);
}

/**
 * @param {string} text  of the other side
 * @returns {FileMessage | null} null: not a message of this protocol
 */
export function readFileMessage(text) {
  const value = text.length <= MAX_TEXT_LENGTH ? parse(text) : null;
  if (value === null || typeof value.id !== 'string' || !ID.test(value.id)) {
    return null;
  }
  const { type, id } = value;
  if (type === 'offer') {
    const { number, name, size } = value;
    const good = isCount(number) && number < 2 ** 32 && typeof name === 'string' && isCount(size);
    return good ? { type, id, number, name: cleanFileName(name), size } : null;
  }
  if (type === 'accept' || type === 'written') {
    return isCount(value.offset) ? { type, id, offset: value.offset } : null;
  }
  if (type === 'cancel' && REASONS.includes(value.reason)) {
    return { type, id, reason: value.reason };
  }
  return null;
}

/**
 * @param {number} number
 * @param {Uint8Array} bytes
 */
export function writeFrame(number, bytes) {
  const frame = new Uint8Array(NUMBER_BYTES + bytes.length);
  new DataView(frame.buffer).setUint32(0, number);
  frame.set(bytes, NUMBER_BYTES);
  return frame.buffer;
}

/**
 * @param {ArrayBuffer} frame
 * @returns {{ number: number, bytes: Uint8Array } | null} null: too short to be one
 */
export function readFrame(frame) {
  return frame.byteLength > NUMBER_BYTES
    ? { number: new DataView(frame).getUint32(0), bytes: new Uint8Array(frame, NUMBER_BYTES) }
    : null;
}

/**
 * Makes a file's name fit to be shown and saved: no path, no control characters, none that turn the direction of
 * writing (they would show `gpj.exe` as `exe.jpg`).
 *
 * @param {string} name
 */
export function cleanFileName(name) {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/[/\\:]/g, '_')
    .trim();
  const cut = [...plain].slice(0, MAX_NAME_LENGTH).join('');
  return cut === '' || /^\.+$/.test(cut) ? 'file' : cut;
}

/** @param {unknown} value */
function isCount(value) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= 0;
}

/**
 * @param {string} text
 * @returns {Record<string, any> | null}
 */
function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

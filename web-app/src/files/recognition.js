/**
 * Knows a page again that comes back under another connection id (after a long break, or a rejoin), so that its files go
 * on. Two pages that meet for the first time share their random hellos, which nobody else has seen: from then on each can
 * prove to the other who it is, without showing the secret. Forgets everything with the page.
 *
 * @typedef {{ type: 'hello', page: string, nonce: string }} Hello
 * @typedef {{ type: 'proof', proof: string }} Proof  empty: "I do not know you"
 */

/** So many pages are remembered. */
const MAX_KNOWN = 64;

const ID = /^[A-Za-z0-9_-]{16,64}$/;

export class Recognition {
  /** What is shared with each page, by its id. @type {Map<string, string>} */
  #secrets = new Map();
  #page;
  #newId;
  #digest;

  /**
   * @param {object} options
   * @param {() => string} [options.newId]  random, 16 to 64 letters
   * @param {((text: string) => Promise<string>) | null} [options.digest]  null: there is none here, so nobody is known again
   */
  constructor({ newId = () => crypto.randomUUID(), digest = sha256 } = {}) {
    this.#newId = newId;
    this.#page = newId();
    this.#digest = digest;
  }

  /** @returns {Hello} the first word in a new channel */
  hello() {
    return { type: 'hello', page: this.#page, nonce: this.#newId() };
  }

  /**
   * @param {Hello} mine  what was said in this channel
   * @param {Hello} theirs
   * @returns {Promise<Proof>} the second word
   */
  async prove(mine, theirs) {
    const secret = this.#secrets.get(theirs.page);
    return { type: 'proof', proof: secret ? await this.#proof(secret, mine.page, theirs.nonce) : '' };
  }

  /**
   * @param {Hello} mine
   * @param {Hello} theirs
   * @param {Proof} proof
   * @returns {Promise<boolean>} whether it is the page that is remembered under this id. A stranger is remembered from now
   *   on, except under the id of another
   */
  async recognises(mine, theirs, { proof }) {
    const secret = this.#secrets.get(theirs.page);
    if (secret !== undefined) {
      return proof !== '' && proof === (await this.#proof(secret, theirs.page, mine.nonce));
    }
    if (this.#digest && proof === '') {
      this.#secrets.set(theirs.page, [mine.nonce, theirs.nonce].toSorted().join('.'));
      const [oldest] = this.#secrets.keys();
      if (oldest !== undefined && this.#secrets.size > MAX_KNOWN) {
        this.#secrets.delete(oldest);
      }
    }
    return false;
  }

  /**
   * @param {string} secret
   * @param {string} page  of who proves
   * @param {string} nonce  of who wants to be convinced
   */
  async #proof(secret, page, nonce) {
    return this.#digest ? this.#digest(`${secret}.${page}.${nonce}`) : '';
  }
}

/**
 * @param {string} text  of the other side
 * @returns {Hello | Proof | null} null: something else
 */
export function readGreeting(text) {
  try {
    const { type, page, nonce, proof } = JSON.parse(text);
    if (type === 'hello' && ID.test(page) && ID.test(nonce)) {
      return { type, page, nonce };
    }
    return type === 'proof' && typeof proof === 'string' ? { type, proof } : null;
  } catch {
    return null;
  }
}

/** @param {string} text */
async function sha256(text) {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

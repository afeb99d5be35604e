/**
 * How this side says who it is: the secret it chose, the one it proposes for the next time until it knows that it was
 * taken, and the number of each attempt. Asked again without an answer, it says the same secrets, which does no harm.
 */
export class Hello {
  #randomSecret;
  #secret;
  /** @type {string | null} */
  #proposed = null;
  #attempt = 0;

  /** @param {() => string} randomSecret  at least 128 random bits, base64url */
  constructor(randomSecret) {
    this.#randomSecret = randomSecret;
    this.#secret = randomSecret();
  }

  join() {
    return { type: 'join', attempt: ++this.#attempt, secret: this.#secret };
  }

  /** @param {string} connectionId  the place in the room to take again */
  resume(connectionId) {
    this.#proposed ??= this.#randomSecret();
    return {
      type: 'resume',
      attempt: ++this.#attempt,
      connectionId,
      secret: this.#secret,
      nextSecret: this.#proposed,
    };
  }

  /** The server has let this side in. */
  taken() {
    this.#secret = this.#proposed ?? this.#secret;
    this.#proposed = null;
  }
}

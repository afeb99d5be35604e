/** A WebSocket whose other end is the test. */
export class FakeWebSocket extends EventTarget {
  /** @type {FakeWebSocket[]} */
  static made = [];

  /** @type {string[]} */
  sent = [];

  /** @type {number | null} */
  closedWith = null;

  readyState = 0;

  /**
   * @param {string} url
   * @param {string[]} [protocols]
   */
  constructor(url, protocols) {
    super();
    this.url = url;
    this.protocols = protocols;
    FakeWebSocket.made.push(this);
  }

  /** @returns {FakeWebSocket} */
  static get last() {
    const last = FakeWebSocket.made.at(-1);
    if (!last) {
      throw new Error('no socket was opened');
    }
    return last;
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(text);
  }

  /** @param {number} code */
  close(code) {
    this.closedWith = code;
    this.readyState = 2;
  }

  /** @returns {any[]} */
  get said() {
    return this.sent.map((text) => JSON.parse(text));
  }

  serverOpens() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  /** @param {unknown} message */
  serverSays(message) {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  /** The other end has said that it closes; what is sent now goes nowhere, and browsers complain of it. */
  serverBeginsToClose() {
    this.readyState = 2;
  }

  /** @param {number} code */
  serverCloses(code) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

import assert from 'node:assert/strict';
import { until } from './until.js';

/**
 * Two clients of otter.v1 in real pages that send each other numbered messages through the server, with the SDK's own
 * signaling and mailbox. What each has received, and what it went through, is in its page as `window.numbers`.
 */
export class NumberedSignaling {
  /** @param {import('playwright-core').Page[]} pages  of the origin that the link leads to */
  constructor(pages) {
    this.pages = pages;
  }

  /** @param {string} link */
  async start(link) {
    for (const page of this.pages) {
      await page.goto(new URL('/', link).href);
      await page.evaluate(begin, link);
      await page.waitForFunction(() => /** @type {any} */ (window).numbers.id);
    }
    await this.#until('numbers come', (numbers) => numbers.received > 5);
  }

  /**
   * @returns {Promise<{ sent: number, received: number, wrong: string[], resumed: number, left: number,
   *   longestGapMs: number }[]>}  the gap is that between two messages that came
   */
  figures() {
    return Promise.all(
      this.pages.map((page) =>
        page.evaluate(() => {
          const { sent, received, wrong, resumed, left, longestGapMs } = /** @type {any} */ (window).numbers;
          return { sent, received, wrong, resumed, left, longestGapMs };
        }),
      ),
    );
  }

  /** Ends the load, and looks whether all came, once and in order. */
  async verified() {
    await Promise.all(
      this.pages.map((page) => page.evaluate(() => clearInterval(/** @type {any} */ (window).numbers.timer))),
    );
    const sent = (await this.figures()).map((each) => each.sent);
    await until('all messages have come', 60_000, async () => {
      const [one, other] = await this.figures();
      return one?.received === sent[1] && other?.received === sent[0];
    });
    const figures = await this.figures();
    figures.forEach(({ wrong, left }) => assert.deepEqual({ wrong, left }, { wrong: [], left: 0 }));
    return figures;
  }

  /**
   * @param {string} what
   * @param {(numbers: { received: number }) => boolean} condition
   */
  #until(what, condition) {
    return until(what, 60_000, async () => (await this.figures()).every(condition));
  }
}

/** Runs in the page. @param {string} link */
async function begin(link) {
  const page = /** @type {any} */ (window);
  const client = (/** @type {string} */ file) => import(`/assets/client/${file}.js`);
  const [{ browserEnvironment }, { Signaling }, { Mailbox }, { parseJoinLink }, { checkRoom }] =
    await Promise.all(['environment', 'signaling', 'mailbox', 'join-link', 'room-api'].map(client));
  const environment = browserEnvironment(page);
  const way = parseJoinLink(link);
  const { room } = await checkRoom({ fetch: environment.fetch, ...way, origin: location.origin });
  const query = new URLSearchParams({ roomId: room.roomId, token: way.token });
  /** @type {any} */
  const numbers = { id: '', sent: 0, received: 0, wrong: [], resumed: 0, left: 0, longestGapMs: 0 };
  page.numbers = numbers;
  let peer = '';
  let cameMs = Infinity;
  const mailbox = new Mailbox({
    environment,
    write: (/** @type {object} */ message) => signaling.write(message),
    politeTo: () => undefined,
    deliver: (/** @type {string} */ from, /** @type {any} */ payload) => {
      numbers.received += 1;
      numbers.longestGapMs = Math.max(numbers.longestGapMs, Math.round(performance.now() - cameMs));
      cameMs = performance.now();
      if (payload.number !== numbers.received) {
        numbers.wrong.push(`${payload.number} instead of ${numbers.received} from ${from}`);
      }
    },
    onHole: () => numbers.wrong.push('a hole'),
  });
  const meet = (/** @type {string} */ id) => {
    peer = id;
    mailbox.meet(id);
  };
  const signaling = new Signaling({
    environment,
    url: () => `${location.origin.replace(/^http/, 'ws')}/ws?${query}`,
    explainRefusal: () => Promise.resolve(null),
    onState: () => {},
    onMessage: (/** @type {any} */ message) => {
      if (message.type === 'welcome') {
        numbers.id = message.connectionId;
        message.peers.forEach((/** @type {any} */ each) => meet(each.connectionId));
      } else if (message.type === 'peer-joined') {
        meet(message.connectionId);
      } else if (message.type === 'resumed') {
        numbers.resumed += 1;
        mailbox.sendAgain();
      } else if (message.type === 'peer-resumed') {
        mailbox.sendAgain(message.connectionId);
      } else if (message.type === 'peer-left') {
        numbers.left += 1;
      } else {
        mailbox.receive(message);
      }
    },
  });
  numbers.timer = setInterval(() => {
    if (peer) {
      numbers.sent += 1;
      mailbox.send(peer, { number: numbers.sent });
    }
  }, 100);
  signaling.connect();
}

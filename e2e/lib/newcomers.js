import assert from 'node:assert/strict';
import { newPerson, trouble } from './browser.js';
import { CallSide } from './call.js';
import { NumberedSignaling } from './numbered-signaling.js';
import { until } from './until.js';

const BOUND_MS = 60_000;

/** The bridges of the test's engine are networks of this machine too: Chromium drops what it loads when one changes. */
const DISTURBED = /ERR_NETWORK_CHANGED/;

/**
 * Who comes while nodes are replaced: rooms are made, read, changed and ended by the API, somebody opens the page and goes
 * into one, and two come into another one and send each other messages. Each request goes to any node, of either version.
 *
 * @typedef {object} Came
 * @property {number} rooms
 * @property {number} messages
 * @property {string[]} refusals  what nodes that were about to stop left to others
 * @property {number} disturbed  rooms that were given up because the browser's own network changed
 */
export class Newcomers {
  #cluster;
  #pages;
  #visitor;
  #numbers;

  /**
   * @param {import('./deployment.js').Deployment} cluster
   * @param {[import('playwright-core').Page, import('playwright-core').Page, import('playwright-core').Page]} pages
   */
  constructor(cluster, pages) {
    this.#cluster = cluster;
    this.#pages = pages;
    this.#visitor = new CallSide('a visitor', pages[0]);
    this.#numbers = new NumberedSignaling(pages.slice(1));
  }

  /**
   * @param {import('./deployment.js').Deployment} cluster
   * @param {import('playwright-core').Browser} browser
   */
  static async to(cluster, browser) {
    return new Newcomers(cluster, [
      await newPerson(browser),
      await newPerson(browser),
      await newPerson(browser),
    ]);
  }

  /**
   * One room after the other, while something is done.
   *
   * @param {string} name  of the rooms
   * @param {Promise<unknown>} done
   * @returns {Promise<Came>}
   */
  async come(name, done) {
    const came = { rooms: 0, messages: 0, refusals: /** @type {string[]} */ ([]), disturbed: 0 };
    let over = false;
    done.finally(() => (over = true)).catch(() => {});
    while (!over) {
      const marks = this.#pages.map((page) => trouble(page).length);
      const lines = () => this.#pages.flatMap((page, index) => trouble(page).slice(marks[index]));
      try {
        came.messages += await this.#round(`${name}-${came.rooms + came.disturbed}`, came.refusals, lines);
        came.rooms += 1;
      } catch (failure) {
        if (!lines().some((line) => DISTURBED.test(line)) && !DISTURBED.test(`${failure}`)) {
          throw failure;
        }
        came.disturbed += 1;
      }
    }
    return came;
  }

  /**
   * @param {string} name
   * @param {string[]} refusals
   * @param {() => string[]} lines  of trouble in the pages
   * @returns {Promise<number>} how many messages came
   */
  async #round(name, refusals, lines) {
    /** @type {(method: string, way: string, body?: object) => Promise<any>} */
    const ask = (method, way, body) => this.#ask(refusals, method, way, body);
    const alone = await ask('POST', '/v1/rooms', { uniqueName: `${name}-alone` });
    await this.#visitor.page.goto(alone.url);
    await this.#untilState('lobby', lines);
    await this.#visitor.join();
    await this.#untilState('waiting', lines);
    await this.#visitor.leave();
    const { url, roomId } = await ask('POST', '/v1/rooms', { uniqueName: name });
    await this.#numbers.start(url);
    const figures = await this.#numbers.verified();
    const room = `/v1/rooms/${roomId}`;
    assert.equal((await ask('PATCH', room, { maxParticipants: 5 })).maxParticipants, 5);
    assert.equal((await ask('GET', `/v1/rooms/${name}`)).maxParticipants, 5);
    await ask('DELETE', room);
    assert.equal((await ask('GET', room)).status, 'closed');
    return figures.reduce((sum, { received }) => sum + received, 0);
  }

  /**
   * @param {string} state
   * @param {() => string[]} lines
   */
  #untilState(state, lines) {
    return until(`${this.#visitor.name} is ${state}`, BOUND_MS, async () => {
      assert.deepEqual(lines(), []);
      return (await this.#visitor.state()) === state;
    });
  }

  /**
   * A node that is about to stop may refuse, and says so: then another one is asked.
   *
   * @param {string[]} refusals
   * @param {string} method
   * @param {string} way
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  async #ask(refusals, method, way, body) {
    const answer = await this.#cluster.ask(method, way, body);
    if (answer.status === 503) {
      refusals.push(`${method} ${(await answer.json()).code}`);
      return this.#ask(refusals, method, way, body);
    }
    assert.ok(answer.ok, `${method} ${way}: ${answer.status} ${await answer.clone().text()}`);
    return answer.status === 204 ? {} : answer.json();
  }
}

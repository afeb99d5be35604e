import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide } from '../lib/call.js';
import { changeServers, untilCause } from '../lib/causes.js';
import { OtterNode } from '../lib/otter-node.js';
import { relayOnly, untilReady } from '../lib/relayed.js';
import { assertNothingLeaked } from '../lib/secrets.js';

/** The causes that only browsers can show; CallsIT of Java has those of sockets and tokens. */
describe('why a call failed', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;

  before(async () => {
    [node, browser] = await Promise.all([
      OtterNode.start({
        name: 'why-calls-fail',
        environment: {
          OTTER_TURN_DRIVER: 'process',
          OTTER_TURN_RELAYS: '1',
          OTTER_TURN_ALLOWED_PEERS: '127.0.0.0/8',
        },
      }),
      launchBrowser(),
    ]);
    await untilReady(node, 1);
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  /**
   * Two come to a room of their own.
   *
   * @param {string} name  of the room
   * @param {(page: import('playwright-core').Page, index: number) => Promise<unknown>} prepare
   */
  async function two(name, prepare) {
    const { url } = await node.createRoom(name);
    const sides = [];
    for (const who of ['Ada', 'Ben']) {
      const side = new CallSide(who, await newPerson(browser));
      await prepare(side.page, sides.length);
      await side.openLobby(url);
      await side.join();
      sides.push(side);
    }
    return /** @type {[CallSide, CallSide]} */ (sides);
  }

  /** @param {CallSide[]} sides */
  async function leave(sides) {
    for (const side of sides) {
      await side.leave();
      await side.page.context().close();
    }
  }

  it('the relay refuses the credentials', async () => {
    const sides = await two('other-secret', async (page) => {
      await page.addInitScript(changeServers, 'wrong-password');
      await page.addInitScript(relayOnly);
    });
    await untilCause(node, 'other-secret', 'relay-credentials-refused', false);
    await leave(sides);
    await untilCause(node, 'other-secret', 'relay-credentials-refused', true);
  });

  it('nobody reaches a relay', async () => {
    const sides = await two('no-way-to-relay', async (page) => {
      await page.addInitScript(changeServers, 'nobody-there');
      await page.addInitScript(relayOnly);
    });
    await untilCause(node, 'no-way-to-relay', 'relay-unreachable-udp', false);
    await leave(sides);
  });

  it('one of them reaches no relay over UDP, and the other does', async () => {
    const sides = await two('one-without-udp', async (page, index) => {
      if (index === 1) {
        await page.addInitScript(changeServers, 'nobody-there');
      }
      await page.addInitScript(relayOnly);
    });
    await untilCause(node, 'one-without-udp', 'udp-blocked', false);
    await leave(sides);
  });

  it('a browser dies in the middle of a good call', async () => {
    const [ada, ben] = await two('dies', async () => {});
    await ada.untilState('connected');
    await untilCause(node, 'dies', 'none', false);
    const devtools = await ben.page.context().newCDPSession(ben.page);
    void devtools.send('Page.crash').catch(() => {}); // never answered
    const timeline = await untilCause(node, 'dies', 'peer-gone', true);
    const found = timeline.events
      .filter((/** @type {any} */ { type }) => type === 'finding')
      .map((/** @type {any} */ { code }) => code);
    assert.ok(
      ['connecting', 'connected', 'relay-reached'].every((word) => found.includes(word)),
      found,
    );
    await ada.page.context().close();
  });

  it('and none of it has a secret in the log', async () => {
    await assertNothingLeaked([node], ['token', 'ICE password', 'resume secret', 'TURN credential']);
  });
});

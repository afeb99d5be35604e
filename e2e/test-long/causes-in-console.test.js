import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, launchMortalBrowser, newPerson } from '../lib/browser.js';
import { CallSide } from '../lib/call.js';
import { changeServers, documentedCauses, leave, twoCome } from '../lib/causes.js';
import { startCluster } from '../lib/cluster.js';
import { ConsolePage } from '../lib/console-page.js';
import { Crowd } from '../lib/crowd.js';
import { carrier } from '../lib/media-gap.js';
import { relayOnly, untilReady } from '../lib/relayed.js';
import { assertNothingLeaked, signToken } from '../lib/secrets.js';
import { until } from '../lib/until.js';

const BOUND_MS = 60_000;
const HOUR_SECONDS = 3_600;

/** @typedef {import('../lib/otter-node.js').OtterNode} Node */

/** Calls are killed on one node, each in another way, and the cause is read from the console of the other. */
describe('the operator reads in the console why a call failed', () => {
  /** @type {Node} */
  let node;
  /** @type {Node} */
  let other;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {ConsolePage} */
  let operator;
  /** @type {Map<string, string>} what is said of each cause */
  let texts;

  before(async () => {
    const nodes = await startCluster(2, {
      OTTER_ROOMS_DUPLICATE_IDENTITY: 'refuse',
      OTTER_TURN_DRIVER: 'process',
      OTTER_TURN_RELAYS: '1',
      OTTER_TURN_ALLOWED_PEERS: '127.0.0.0/8',
    });
    [node, other] = /** @type {[Node, Node]} */ (nodes);
    await untilReady(other, 2);
    browser = await launchBrowser();
    operator = await ConsolePage.signedIn(browser, other);
    texts = await documentedCauses();
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
    await other?.stop();
  });

  /** @param {string} cause */
  function what(cause) {
    const text = texts.get(cause);
    assert.ok(text, `docs/why-calls-fail.md has no ${cause}`);
    return text;
  }

  /** @param {string} name @param {RequestInit} init */
  function api(name, init) {
    const headers = { Authorization: `Bearer ${node.apiKey}` };
    return fetch(`${node.origin}/v1/${name}`, { headers, ...init });
  }

  /** Somebody opens a link that is refused. @param {string} link */
  async function knock(link) {
    const side = new CallSide('Ben', await newPerson(browser));
    await side.page.goto(link);
    await side.untilState('refused');
    await side.page.context().close();
  }

  async function newCrowd() {
    const page = await newPerson(browser, { viewport: { width: 320, height: 240 } });
    await page.goto(node.origin);
    return { crowd: new Crowd(page), close: () => page.context().close() };
  }

  it('nobody else came', async () => {
    const { roomId, url } = await node.createRoom('alone');
    const ada = new CallSide('Ada', await newPerson(browser));
    await ada.openLobby(url);
    await ada.join();
    await ada.untilState('waiting');
    await leave([ada]);
    await operator.untilFailure(roomId, 'peer-never-came');
  });

  it('the token had expired', async () => {
    const { roomId } = await node.createRoom('expired');
    const token = await signToken(node, { room: roomId, expiresInSeconds: -HOUR_SECONDS });
    await knock(`${node.origin}/otter-meet/expired?token=${token}`);
    await operator.untilFailure(roomId, 'token-expired');
  });

  it('the token was revoked', async () => {
    const { roomId, url } = await node.createRoom('revoked');
    const token = new URL(url).searchParams.get('token');
    await api('tokens/revoke', { method: 'POST', body: JSON.stringify({ token }) });
    await knock(url);
    await operator.untilFailure(roomId, 'token-revoked');
  });

  it('the room was full; then one was put out', async () => {
    const { url } = await node.createRoom('full');
    const { crowd, close } = await newCrowd();
    await crowd.joinAs(node, 'full', ['Ada', 'Ben']);
    const cleo = new CallSide('Cleo', await newPerson(browser));
    await cleo.openLobby(url);
    await cleo.join();
    await operator.untilTimelineSays('full', what('room-full'));
    await cleo.page.context().close();
    await operator.act('Put out Ben, in full', 'Ben was put out');
    await operator.untilTimelineSays('full', what('put-out'));
    await close();
  });

  it('the same identity came twice', async () => {
    await node.createRoom('twice', 3);
    const { crowd, close } = await newCrowd();
    await crowd.joinAs(node, 'twice', ['Ada', 'Ben']);
    await assert.rejects(crowd.joinAs(node, 'twice', ['Ben']));
    await operator.untilTimelineSays('twice', what('identity-twice'));
    await close();
  });

  it('the operator ended the room, which is no failure', async () => {
    await node.createRoom('over');
    const { crowd, close } = await newCrowd();
    await crowd.joinAs(node, 'over', ['Ada', 'Ben']);
    const onlooker = await ConsolePage.signedIn(browser, other);
    await onlooker.openTimeline('over');
    await operator.act('End the room over', 'has ended');
    await onlooker.untilOpenTimelineSays(what('room-ended'), false);
    assert.deepEqual(onlooker.trouble(), []);
    await onlooker.page.context().close();
    await close();
  });

  it('the camera was refused', async () => {
    const denied = await launchBrowser('denied');
    const sides = await twoCome(node, denied, 'no-camera');
    await Promise.all(sides.map((side) => side.untilState('connected')));
    await operator.untilTimelineSays('no-camera', what('camera-refused'));
    await denied.close();
  });

  it('one has no camera', async () => {
    const without = await launchBrowser('noCamera');
    const sides = await twoCome(node, without, 'camera-missing');
    await Promise.all(sides.map((side) => side.untilState('connected')));
    await operator.untilTimelineSays('camera-missing', what('camera-failed'));
    await without.close();
  });

  it('one left while the two were still connecting', async () => {
    const [ada, ben] = await twoCome(node, browser, 'hasty', async (page) => {
      await page.addInitScript(changeServers, 'nobody-there');
      await page.addInitScript(relayOnly);
    });
    const { roomId } = await roomOf('hasty');
    await until('both are in', BOUND_MS, async () => (await ben.state()) === 'connecting');
    await leave([ben, ada]);
    await operator.untilFailure(roomId, 'peer-left-early');
  });

  it('the relay refused the credentials', async () => {
    const sides = await twoCome(node, browser, 'wrong-secret', async (page) => {
      await page.addInitScript(changeServers, 'wrong-password');
      await page.addInitScript(relayOnly);
    });
    await operator.untilTimelineSays('wrong-secret', what('relay-credentials-refused'));
    await leave(sides);
    const { roomId } = await roomOf('wrong-secret');
    await operator.untilFailure(roomId, 'relay-credentials-refused');
  });

  it('the relay of the call was killed, and the call goes on by another one', async () => {
    const sides = await twoCome(node, browser, 'by-relay', async (page) => page.addInitScript(relayOnly));
    await Promise.all(sides.map((side) => side.untilState('connected')));
    const { id } = await carrier(await other.relays(), sides[0]);
    const owner = (await node.relayIds()).includes(id) ? node : other;
    process.kill(await owner.relayPid(id), 'SIGKILL');
    await operator.untilTimelineSays('by-relay', what('relay-died'));
    await Promise.all(sides.map((side) => side.untilDecoding()));
    await leave(sides);
  });

  it('the browser of one was killed', async () => {
    const mortal = await launchMortalBrowser();
    const { roomId, url } = await node.createRoom('vanished');
    const ada = new CallSide('Ada', await newPerson(browser));
    const ben = new CallSide('Ben', await newPerson(mortal.browser));
    for (const side of [ada, ben]) {
      await side.openLobby(url);
      await side.join();
    }
    await ada.untilState('connected');
    await mortal.kill();
    await operator.untilFailure(roomId, 'peer-gone');
    await leave([ada]);
  });

  it('the node of both was killed', async () => {
    const sides = await twoCome(node, browser, 'node-killed');
    const { roomId } = await roomOf('node-killed');
    await Promise.all(sides.map((side) => side.untilState('connected')));
    node.kill();
    await operator.untilFailure(roomId, 'node-died');
  });

  it('and none of it has a secret in the log', async () => {
    await assertNothingLeaked([node, other], ['token', 'ICE password', 'resume secret', 'TURN credential']);
  });

  /** @param {string} name @returns {Promise<{ roomId: string }>} */
  async function roomOf(name) {
    return (await api(`rooms/${name}`, {})).json();
  }
});

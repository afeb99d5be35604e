import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide } from '../lib/call.js';
import { untilCause } from '../lib/causes.js';
import { OtterNode } from '../lib/otter-node.js';
import { assertNothingLeaked, signToken } from '../lib/secrets.js';

/** The browser itself notes every refused request in the console. */
const REFUSED_REQUEST = /Failed to load resource: the server responded with a status of 4\d\d/;

const DAY_SECONDS = 86_400;

describe('a bad link', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {CallSide} */
  let ada;
  /** @type {import('../lib/otter-node.js').Room} */
  let room;
  /** @type {string[]} */
  const opened = [];

  before(async () => {
    node = await OtterNode.start({ name: 'bad-link' });
    browser = await launchBrowser();
    room = await node.createRoom('bad-link');
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  /**
   * Opens a link in a fresh browser context and reads the page's refusal.
   *
   * @param {string} link
   * @param {string} title
   * @param {string} code
   */
  async function assertRefused(link, title, code) {
    opened.push(link);
    ada = new CallSide('Ada', await newPerson(browser));
    await ada.page.goto(link);
    await ada.untilState('refused');
    await ada.untilText('notice-title', title);
    await ada.untilText('notice-code', code);
    ada.assertTokenOutOfSight();
    ada.assertNoTrouble(REFUSED_REQUEST);
    await ada.page.context().close();
  }

  /**
   * @param {string} name  of the room
   * @param {string} token
   */
  const linkOf = (name, token) => `${node.origin}/otter-meet/${name}?token=${token}`;

  it('without a token says that it is incomplete', async () => {
    await assertRefused(`${node.origin}/otter-meet/bad-link`, 'This link is incomplete', 'token-missing');
  });

  it('with a forged token says that it is not valid', async () => {
    const token = new URL(room.url).searchParams.get('token') ?? '';
    const [head = '', body = '', signature = ''] = token.split('.');
    const forged = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    await assertRefused(linkOf('bad-link', forged), 'This link is not valid', 'token-invalid');
    await assertRefused(linkOf('bad-link', 'nonsense'), 'This link is not valid', 'token-invalid');
  });

  it('with the token of another room says that it is not valid', async () => {
    const other = await node.createRoom('another-room');
    const token = new URL(other.url).searchParams.get('token') ?? '';
    await assertRefused(linkOf('bad-link', token), 'This link is not valid', 'token-invalid');
  });

  it('that has ended says so', async () => {
    const token = await signToken(node, { room: room.roomId, expiresInSeconds: -DAY_SECONDS });
    await assertRefused(linkOf('bad-link', token), 'This link has expired', 'token-expired');
    await untilCause(node, 'bad-link', 'token-expired', true);
  });

  it('to a room that is not there any more makes it again: a good token is enough', async () => {
    const gone = `rm_${'a'.repeat(room.roomId.length - 3)}`;
    const token = await signToken(node, { room: gone, expiresInSeconds: DAY_SECONDS });
    const ben = new CallSide('Ben', await newPerson(browser));
    await ben.open(linkOf(gone, token));
    ben.assertNoTrouble();
  });

  it('does not stop a good one, signed in the same way, from working', async () => {
    const token = await signToken(node, { room: room.roomId, expiresInSeconds: DAY_SECONDS });
    const ben = new CallSide('Ben', await newPerson(browser));
    await ben.open(linkOf('bad-link', token));
    ben.assertNoTrouble();
  });

  it('pasted on the start page is refused there, and a good one opens the lobby', async () => {
    const ben = new CallSide('Ben', await newPerson(browser));
    await ben.page.goto(node.origin);
    await ben.page.fill('#join-link', 'https://example.org/otter-meet/x?token=a');
    await ben.page.click('#join-form button');
    await ben.untilText('join-error', 'belongs to example.org');
    await ben.page.fill('#join-link', linkOf('bad-link', new URL(room.url).searchParams.get('token') ?? ''));
    await ben.page.click('#join-form button');
    await ben.page.waitForURL('**/otter-meet/**'); // what is evaluated while a page goes fails
    await ben.untilState('lobby');
    ben.assertNoTrouble();
    assert.match(await ben.page.title(), /Otter/);
  });

  it('leaves nothing of itself in the log', async () => {
    await assertNothingLeaked([node], ['token']);
  });
});

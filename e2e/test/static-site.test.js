import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { OtterNode } from '../lib/otter-node.js';
import { StaticHost, exportWeb } from '../lib/static-host.js';

describe('the page on a static host', () => {
  /** @type {string} */
  let directory;
  /** @type {StaticHost} */
  let host;
  /** @type {StaticHost} */
  let stranger;
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'otter-site-'));
    host = await StaticHost.open(directory);
    stranger = await StaticHost.open(directory);
    node = await OtterNode.start({
      name: 'static-site',
      environment: { OTTER_ALLOWED_ORIGINS: host.origin },
    });
    const printed = await exportWeb(['--api', node.origin, '--out', directory]);
    assert.match(printed, new RegExp(`^\\d+ files in ${directory}, for the nodes at ${node.origin}\n$`));
    await Promise.all([host.readHeaders(), stranger.readHeaders()]);
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    host?.close();
    stranger?.close();
    await node?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('has its files in a directory named by their hash, and a policy for its nodes alone', async () => {
    const names = (await readdir(directory)).toSorted();
    assert.match(names.join(' '), /^_headers _redirects assets-[0-9a-f]{16} index\.html otter-meet$/);
    const html = await readFile(path.join(directory, 'otter-meet', 'index.html'), 'utf8');
    assert.ok(html.includes(`connect-src ${node.origin} ${node.origin.replace('http', 'ws')};`), 'no policy');
    assert.ok(!html.includes('"/'), 'an absolute path is left: the site could not lie in a directory');
  });

  it('is a whole call with somebody on the node’s own page, by either form of link', async () => {
    const { url } = await node.createRoom('from-a-cdn');
    const { pathname, searchParams } = new URL(url);
    const token = searchParams.get('token') ?? '';
    const query = new URLSearchParams({ room: 'from-a-cdn', token });
    const ada = new CallSide('Ada', await newPerson(browser));
    const ben = new CallSide('Ben', await newPerson(browser));
    await ada.open(`${host.origin}/otter-meet/?${query}`);
    assert.equal(ada.page.url(), `${host.origin}/otter-meet/?room=from-a-cdn`);
    await ben.open(url);
    await connect(ada, ben);
    await ada.leave();
    await ada.openLobby(`${host.origin}${pathname}?${searchParams}`);
    ada.assertTokenOutOfSight();
    await ada.join();
    await ada.untilState('connected');
    await ada.untilDecoding();
    ada.assertNoTrouble();
    ben.assertNoTrouble();
    await Promise.all([ada, ben].map((side) => side.page.context().close()));
  });

  it('opens a pasted link of the node by its own page', async () => {
    const { url } = await node.createRoom('pasted');
    const ada = new CallSide('Ada', await newPerson(browser));
    await ada.page.goto(host.origin);
    await ada.page.fill('#join-link', url);
    await ada.page.keyboard.press('Enter');
    await ada.page.waitForURL('**/otter-meet/**');
    await ada.untilState('lobby');
    assert.equal(ada.page.url(), `${host.origin}/otter-meet/?room=pasted`);
    ada.assertNoTrouble();
    await ada.page.context().close();
  });

  it('gets nothing from nodes that do not allow its origin', async () => {
    const { url } = await node.createRoom('strange');
    const eve = new CallSide('Eve', await newPerson(browser));
    await eve.page.goto(`${stranger.origin}/otter-meet/strange${new URL(url).search}`);
    await eve.untilText('notice-code', 'server-unreachable');
    await eve.page.context().close();
  });

  for (const [what, args] of /** @type {const} */ ([
    ['an address with a path', ['--api', 'https://calls.example.org/otter', '--out', '/tmp/never-made']],
    ['no address', ['--api', 'calls', '--out', '/tmp/never-made']],
    ['a directory that is not empty', ['--api', 'https://calls.example.org', '--out', '/etc']],
  ])) {
    it(`is not written for ${what}`, async () => {
      const error = await exportWeb([...args]).then(
        () => assert.fail('it was written'),
        (failure) => failure,
      );
      assert.equal(error.code, 2);
      assert.match(error.stderr, /^--(api|out) takes an? /);
    });
  }
});

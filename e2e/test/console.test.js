import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { documentedCauses } from '../lib/causes.js';
import { ConsolePage } from '../lib/console-page.js';
import { Crowd } from '../lib/crowd.js';
import { OtterNode } from '../lib/otter-node.js';
import { lookAtPage } from '../lib/page-look.js';
import { noteSecret } from '../lib/secrets.js';
import { until } from '../lib/until.js';

const BOUND_MS = 60_000;

describe('the operator’s console of a node with two calls', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {ConsolePage} */
  let operator;
  /** @type {Crowd} */
  let crowd;
  let roomId = '';

  before(async () => {
    node = await OtterNode.start({ name: 'console' });
    browser = await launchBrowser();
    const page = await newPerson(browser, { viewport: { width: 320, height: 240 } });
    await page.goto(node.origin);
    crowd = new Crowd(page);
    operator = new ConsolePage(await newPerson(browser));
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  it('lets nobody in with a wrong key, and says so', async () => {
    await operator.open(node.origin);
    await operator.signIn('otter_wrong');
    await operator.page.locator('#door-error').getByText('API key').waitFor();
  });

  it('shows nodes and calls as they are, as soon as they change', async () => {
    await operator.signIn(node.apiKey);
    await operator.untilLive();
    await operator.untilCards('nodes', 1);
    await operator.page.locator('#calls-empty').waitFor();
    await node.createRoom('tea-at-four');
    ({ roomId } = await node.createRoom('rounds', 3));
    await crowd.joinAs(node, 'tea-at-four', ['Ada', 'Ben']);
    await crowd.joinAs(node, 'rounds', ['Cleo', 'Dora', '<i>Eve</i>']);
    await operator.untilCards('calls', 2);
    await until('each is drawn with each', BOUND_MS, async () => {
      return (await operator.page.locator('#calls .mesh-line').count()) === 1 + 3;
    });
    await operator.page.locator('.person-name').getByText('<i>Eve</i>', { exact: true }).waitFor();
    await until('the node has their clients', BOUND_MS, async () => {
      return (await operator.page.locator('#nodes .gauge text').first().textContent()) === '5';
    });
    await lookAtPage(operator.page, 'console');
  });

  it('keeps the session where no script, URL or storage has it', async () => {
    const [cookie, ...others] = await operator.page.context().cookies();
    assert.deepEqual(others, []);
    assert.ok(cookie?.httpOnly && cookie.sameSite === 'Strict' && cookie.path === '/');
    noteSecret(cookie.value, 'console session');
    const seen = await operator.page.evaluate(() => [
      document.cookie,
      window.location.href,
      ...Object.values({ ...localStorage, ...sessionStorage }),
      ...performance.getEntriesByType('resource').map(({ name }) => name),
    ]);
    assert.equal(seen[0], '');
    for (const secret of [cookie.value, node.apiKey]) {
      assert.ok(seen.every((text) => !text.includes(secret)));
    }
  });

  it('puts somebody out and ends a room, each after a question that Escape says no to', async () => {
    await operator.page.getByRole('button', { name: 'Put out Ben, in tea-at-four' }).click();
    assert.equal(
      await operator.page.evaluate(() => document.activeElement?.id),
      'confirm-no',
      'what changes nothing has the focus',
    );
    await operator.page.keyboard.press('Escape');
    await operator.page.locator('#confirm').waitFor({ state: 'hidden' });
    await operator.act('Put out Ben, in tea-at-four', 'Ben was put out');
    await until('Ben is gone', BOUND_MS, async () => {
      return (await operator.page.locator('.person-name').getByText('Ben').count()) === 0;
    });
    const onlooker = await ConsolePage.signedIn(browser, node);
    await onlooker.openTimeline('rounds');
    await operator.act('End the room rounds', 'has ended');
    const causes = await documentedCauses();
    await onlooker.untilOpenTimelineSays(String(causes.get('room-ended')), false);
    assert.deepEqual(onlooker.trouble(), []);
    await onlooker.page.context().close();
    await operator.untilCards('calls', 1);
    const ended = await fetch(`${node.origin}/v1/rooms/${roomId}`, {
      headers: { Authorization: `Bearer ${node.apiKey}` },
    });
    assert.notEqual((await ended.json()).status, 'occupied');
  });

  it('says which call failed and why, and what happened in it', async () => {
    const { roomId: lonely, url } = await node.createRoom('lonely');
    await crowd.leave();
    await crowd.joinInSilence(lonely, new URL(url).searchParams.get('token') ?? '');
    await operator.page.locator('#calls h3').getByText('lonely').waitFor();
    await crowd.leave();
    const failure = operator.page.locator('#failures > li').filter({ hasText: lonely });
    await failure.locator('.cause').getByText('peer-never-came', { exact: true }).waitFor();
    await failure.getByRole('button', { name: `Timeline of ${lonely}` }).click();
    const events = operator.page.locator('#timeline-events > li');
    await events.getByText('came in').waitFor();
    await events.getByText('left').first().waitFor();
    assert.ok((await operator.page.locator('#timeline .lane-mark').count()) >= 2);
    await operator.page.keyboard.press('Escape');
  });

  it('says why something is refused, and leaves it as it is', async () => {
    await operator.page.locator('#nodes').getByRole('button', { name: 'Drain node' }).click();
    await lookAtPage(operator.page, 'console-question');
    await operator.page.click('#confirm-yes');
    await operator.page.locator('#confirm-error').getByText('no other node is ready').waitFor();
    await operator.page.keyboard.press('Escape');
    assert.equal(await operator.page.locator('#nodes .state').getAttribute('data-state'), 'ready');
  });

  it('changes a key for a new one, which is shown once', async () => {
    const response = await fetch(`${node.origin}/v1/keys`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${node.apiKey}` },
      body: JSON.stringify({ name: 'backend', scopes: ['rooms:write'] }),
    });
    const { key: old } = await response.json();
    await operator.page.reload();
    await operator.untilLive();
    await operator.act('Rotate the key backend', 'was rotated');
    const made = await operator.page.inputValue('#confirm-made-key');
    noteSecret(old, 'API key');
    noteSecret(made, 'API key');
    assert.notEqual(made, old);
    const used = await fetch(`${node.origin}/v1/rooms`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${made}` },
      body: '{}',
    });
    assert.equal(used.status, 201);
    await operator.page.click('#confirm-no');
    assert.equal(await operator.page.inputValue('#confirm-made-key'), '');
  });

  it('forgets all when the operator signs out', async () => {
    await operator.page.click('#sign-out');
    await operator.page.locator('#door').waitFor();
    assert.equal(await operator.cards('nodes').count(), 0);
    assert.deepEqual(await operator.page.context().cookies(), []);
    await operator.page.reload();
    await operator.page.locator('#door').waitFor();
    assert.deepEqual(operator.trouble(), []);
  });
});

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson, trouble } from '../lib/browser.js';
import { OtterNode } from '../lib/otter-node.js';
import { until } from '../lib/until.js';

const BOUND_MS = 60_000;
const SCREENSHOTS = new URL('../screenshots/', import.meta.url).pathname;

describe('the page of the HTTP API', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {import('playwright-core').Browser} */
  let browser;

  before(async () => {
    node = await OtterNode.start({ name: 'api-docs' });
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  it('shows every operation, under the policy of all pages and from this host alone', async () => {
    const page = await newPerson(browser);
    /** @type {string[]} */
    const hosts = [];
    page.on('request', (request) => hosts.push(new URL(request.url()).host));
    await page.goto(`${node.origin}/docs`);
    await page.locator('#operations-rooms-createRoom').waitFor();

    const { paths } = await (await fetch(`${node.origin}/openapi.json`)).json();
    const documented = Object.values(paths).flatMap((path) => Object.keys(path)).length;
    await until(`${documented} operations are shown`, BOUND_MS, async () => {
      return (await page.locator('.opblock').count()) === documented;
    });
    assert.deepEqual([...new Set(hosts.filter((host) => host !== ''))], [new URL(node.origin).host]);
    await mkdir(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: `${SCREENSHOTS}api-docs-1280.png` });
    assert.deepEqual(trouble(page), []);
  });
});

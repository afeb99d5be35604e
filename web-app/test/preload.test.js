import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

const SOURCES = new URL('../src/', import.meta.url);

/**
 * What a module brings with it at once; not what it imports later.
 *
 * @param {URL} module
 * @param {Set<string>} [found]
 */
async function closureOf(module, found = new Set()) {
  if (!found.has(module.href)) {
    found.add(module.href);
    const source = await readFile(module, 'utf8');
    for (const [, path] of source.matchAll(/^(?:import|export) [^;]*?from '(\.[^']+)';/gm)) {
      await closureOf(new URL(String(path), module), found);
    }
  }
  return found;
}

describe('the call page', () => {
  it('names all modules of the lobby in its head, so that they come at once, and none else', async () => {
    const html = await readFile(new URL('page/call.html', SOURCES), 'utf8');
    const named = [...html.matchAll(/<link rel="modulepreload" href="\/assets\/([^"]+)"/g)].map(
      ([, path]) => path,
    );
    const all = await closureOf(new URL('page/call-page.js', SOURCES));
    const wanted = [...all]
      .map((href) => href.slice(SOURCES.href.length))
      .filter((path) => path !== 'page/call-page.js');
    assert.deepEqual(named.toSorted(), wanted.toSorted());
  });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { ERRORS } from '../src/client/index.js';

const WEB_APP = new URL('..', import.meta.url);
const DOC = new URL('../../docs/sdk.md', import.meta.url);
const run = promisify(execFile);

const doc = await readFile(DOC, 'utf8');

describe('docs/sdk.md', () => {
  it('has examples that compile against the types of the package', async () => {
    const directory = new URL('types/examples/', WEB_APP);
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    const examples = [...doc.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code ?? '');
    assert.ok(examples.length >= 3, 'the page has lost its examples');
    for (const [index, code] of examples.entries()) {
      await writeFile(new URL(`example-${index}.ts`, directory), code);
    }
    const config = JSON.parse(await readFile(new URL('test/consumer/tsconfig.json', WEB_APP), 'utf8'));
    await writeFile(new URL('tsconfig.json', directory), JSON.stringify(config));
    const tsc = new URL('node_modules/.bin/tsc', WEB_APP).pathname;
    await run(tsc, ['--project', 'tsconfig.types.json'], { cwd: WEB_APP });
    await run(tsc, ['--project', directory.pathname], { cwd: WEB_APP }).catch(({ stdout }) => {
      assert.fail(stdout);
    });
  });

  it('names only codes that there are', () => {
    const table = doc.slice(doc.indexOf('## Errors'), doc.indexOf('## Embedding'));
    const codes = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
    assert.ok(codes.length > 5);
    assert.deepEqual(
      codes.filter((code) => !Object.hasOwn(ERRORS, String(code))),
      [],
    );
  });

  it('names every event of a room', async () => {
    const source = await readFile(new URL('src/client/room.js', WEB_APP), 'utf8');
    const typedef = source.slice(source.indexOf('RoomEvents'), source.indexOf('*/'));
    const events = [...typedef.matchAll(/@property \{.*\} ([a-z-]+)(?:\s|$)/gm)].map(([, name]) => name);
    assert.ok(events.length >= 9, String(events));
    assert.deepEqual(
      events.filter((name) => !doc.includes(`\`${name}\``)),
      [],
    );
  });

  it('comes with a client whose negotiation fits on two pages', async () => {
    const lines = await readFile(new URL('src/client/perfect-negotiation.js', WEB_APP), 'utf8');
    assert.ok(lines.split('\n').length <= 151);
    const files = await readdir(new URL('src/client/', WEB_APP));
    for (const file of files) {
      const imports = (await readFile(new URL(`src/client/${file}`, WEB_APP), 'utf8')).matchAll(
        /from '(.*?)'/g,
      );
      assert.deepEqual(
        [...imports].filter(([, path]) => !path?.startsWith('./')),
        [],
        `${file} depends on something`,
      );
    }
  });
});

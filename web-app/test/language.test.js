import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { ERRORS } from '../src/client/errors.js';
import { Language } from '../src/page/language/language.js';
import { deErrors } from '../src/page/language/de-errors.js';
import { de } from '../src/page/language/de.js';
import { en } from '../src/page/language/en.js';

const PAGE = new URL('../src/page/', import.meta.url);

/** @param {string} text */
const placesOf = (text) => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe('the page’s words', () => {
  it('are in both languages, with the same places', () => {
    assert.deepEqual(Object.keys(de).toSorted(), Object.keys(en).toSorted());
    for (const [key, text] of Object.entries(en)) {
      const german = /** @type {Record<string, string>} */ (de)[key] ?? '';
      assert.deepEqual(placesOf(german), placesOf(text), key);
      assert.equal(german === '', text === '', `${key} is empty in one language`);
    }
  });

  it('have a German form of each error', () => {
    const wanted = Object.keys(ERRORS).flatMap((code) => [`error.${code}.title`, `error.${code}.advice`]);
    assert.deepEqual(Object.keys(deErrors).toSorted(), wanted.toSorted());
  });

  it('are all used, and the page asks for none that is missing', async () => {
    const names = await readdir(PAGE);
    const sources = await Promise.all(
      names.filter((name) => /\.(js|html)$/.test(name)).map((name) => readFile(new URL(name, PAGE), 'utf8')),
    );
    const source = sources.join('\n');
    const html = await readFile(new URL('call.html', PAGE), 'utf8');
    for (const [, key] of html.matchAll(/data-say(?:-\w+)?="([^"]+)"/g)) {
      assert.ok(Object.hasOwn(en, /** @type {string} */ (key)), `call.html asks for ${key}`);
    }
    // Keys made of parts, as `chip.${state}`, are looked for by their beginning.
    const beginnings = [...source.matchAll(/`([a-z]+(?:\.[a-z]+)*\.)\$\{/g)].map(([, begin]) => begin ?? '');
    const quoted = new Set([...source.matchAll(/['"]([a-z]+(?:[.-][a-z]+)+)['"]/g)].map(([, key]) => key));
    for (const key of Object.keys(en)) {
      const plain = key.replace(/\.(one|other)$/, '');
      const used =
        quoted.has(plain) || plain === 'people' || beginnings.some((begin) => plain.startsWith(begin));
      assert.ok(used, `nobody says ${key}`);
    }
  });
});

describe('a language', () => {
  it('is the first of the user’s that the page has', async () => {
    assert.equal((await Language.choose(['fr-CA', 'de-AT', 'en'])).tag, 'de');
    assert.equal((await Language.choose(['fr'])).tag, 'en');
    assert.equal((await Language.choose([])).tag, 'en');
  });

  it('fills places, chooses forms by count, and leaves what it does not know', async () => {
    const english = await Language.choose(['en']);
    assert.equal(english.say('lobby.present', { count: 1 }), 'One person is already here.');
    assert.equal(english.say('lobby.present', { count: 3 }), '3 people are here.');
    assert.equal(english.say('tile.screen', { name: '<b>{x}</b>' }), 'Screen of <b>{x}</b>');
    assert.equal(english.say('tile.screen'), 'Screen of {name}');
  });

  it('says errors in its own words', async () => {
    const german = await Language.choose(['de']);
    assert.equal(german.error('room-full').title, 'Dieses Gespräch ist voll');
    assert.equal((await Language.choose(['en'])).error('room-full').title, ERRORS['room-full'].title);
  });

  it('writes sizes and lengths', async () => {
    const german = await Language.choose(['de']);
    assert.equal(german.size(0), '0 B');
    assert.equal(german.size(999), '999 B');
    assert.equal(german.size(1_500), '1,5 kB');
    assert.equal(german.size(209_715_200), '209,7 MB');
    assert.equal(german.size(5e12), '5.000 GB');
    assert.equal(german.duration(62_000), '1:02');
    assert.equal(german.duration(3_723_000), '1:02:03');
  });
});

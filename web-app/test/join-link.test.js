import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildJoinLink, parseJoinLink } from '../src/client/join-link.js';
import { inviteLink, readPageLink, takeJoinLink } from '../src/page/join-link.js';

/**
 * @param {string} href
 * @param {Record<string, string>} [stored]
 */
function page(href, stored = {}) {
  const parts = {
    location: { href },
    history: {
      state: null,
      replaceState: (/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {any} */ url) => {
        parts.location.href = url;
      },
    },
    storage: {
      getItem: (/** @type {string} */ key) => stored[key] ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => {
        stored[key] = value;
      },
    },
    stored,
  };
  return parts;
}

describe('the join link', () => {
  it('is taken apart', () => {
    const table = /** @type {const} */ ([
      ['https://n/otter-meet/rm_1?token=a.b.c', { room: 'rm_1', token: 'a.b.c' }],
      ['https://n/otter-meet/tea%20at%20four/?token=a', { room: 'tea at four', token: 'a' }],
      ['https://n/otter-meet/a%2Fb?token=a', { room: 'a/b', token: 'a' }],
      ['https://n/otter-meet/rm_1', { room: 'rm_1', token: null }],
      ['https://n/otter-meet/rm_1?token=', { room: 'rm_1', token: null }],
      ['https://n/otter-meet/?token=a', null],
      ['https://n/elsewhere/rm_1?token=a', null],
      ['https://n/otter-meet/%E0%A4%A?token=a', null],
      ['not a link', null],
    ]);
    for (const [href, expected] of table) {
      assert.deepEqual(parseJoinLink(href), expected, href);
    }
  });

  it('survives being built and parsed', () => {
    const link = buildJoinLink('https://n', 'Ä/b c?&#', 'x.y-z_');
    assert.deepEqual(parseJoinLink(link), { room: 'Ä/b c?&#', token: 'x.y-z_' });
  });

  it('loses its token in the address bar, and keeps everything else there', () => {
    const parts = page('https://n/otter-meet/tea?token=secret&lang=de#x');
    assert.deepEqual(takeJoinLink(parts), { room: 'tea', token: 'secret' });
    assert.equal(parts.location.href, 'https://n/otter-meet/tea?lang=de#x');
    assert.deepEqual(parts.stored, { 'otter.token.tea': 'secret' });
  });

  it('loses its token also where the rest of it is broken', () => {
    const parts = page('https://n/otter-meet/%E0%A4%A?token=secret');
    assert.equal(takeJoinLink(parts), null);
    assert.ok(!parts.location.href.includes('secret'));
  });

  it('finds the token of its own room again after a reload, and of no other', () => {
    const stored = { 'otter.token.tea': 'secret' };
    assert.deepEqual(takeJoinLink(page('https://n/otter-meet/tea', stored)), {
      room: 'tea',
      token: 'secret',
    });
    assert.deepEqual(takeJoinLink(page('https://n/otter-meet/cake', stored)), { room: 'cake', token: null });
  });
});

describe('the link of a page on a static host', () => {
  it('names the room in its query, or in its path, in a directory or not', () => {
    const link = { room: 'tea & cake', token: 't' };
    for (const href of [
      'https://cdn.example/otter-meet/?room=tea%20%26%20cake&token=t',
      'https://cdn.example/calls/otter-meet/index.html?token=t&room=tea%20%26%20cake',
      'https://cdn.example/otter-meet/tea%20%26%20cake?token=t',
      'https://cdn.example/calls/otter-meet/tea%20%26%20cake?token=t',
    ]) {
      assert.deepEqual(readPageLink(href), link, href);
    }
    assert.equal(readPageLink('https://cdn.example/otter-meet/?token=t'), null);
    assert.equal(readPageLink('https://cdn.example/?room=x&token=t'), null);
    assert.equal(readPageLink('cdn'), null);
  });

  it('is for others what it was when it was opened', () => {
    for (const href of ['https://cdn.example/otter-meet/?room=tea', 'https://node.example/otter-meet/tea']) {
      assert.deepEqual(readPageLink(inviteLink(href, 'a.b-c')), { room: 'tea', token: 'a.b-c' });
    }
  });
});

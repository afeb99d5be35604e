import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSE_CODES } from '../src/client/close-codes.js';
import { ERRORS, knownErrorCode, mediaErrorCode } from '../src/client/errors.js';

describe('errors', () => {
  it('have titles and advice that nobody else has', () => {
    for (const field of /** @type {const} */ (['title', 'advice'])) {
      const texts = Object.values(ERRORS).map((error) => error[field]);
      assert.deepEqual([...new Set(texts)], texts);
      assert.ok(texts.every((text) => text.length > 5));
    }
  });

  it('have stable codes in small letters', () => {
    assert.ok(Object.keys(ERRORS).every((code) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(code)));
  });

  it('exist for every close code', () => {
    for (const { error } of Object.values(CLOSE_CODES)) {
      assert.equal(knownErrorCode(error), error);
    }
  });

  it('are a plain refusal where the server is newer than the page', () => {
    assert.equal(knownErrorCode('of-the-future'), 'refused');
    assert.equal(knownErrorCode('toString'), 'refused');
    assert.equal(knownErrorCode(undefined), 'refused');
  });

  it('tell the reasons apart for which a device does not start', () => {
    const table = {
      NotAllowedError: 'media-not-allowed',
      NotFoundError: 'media-not-found',
      NotReadableError: 'media-not-readable',
      OverconstrainedError: 'media-overconstrained',
      SomethingElse: 'media-failed',
    };
    for (const [name, code] of Object.entries(table)) {
      assert.equal(mediaErrorCode(Object.assign(new Error('x'), { name })), code);
    }
    assert.equal(mediaErrorCode('not even an error'), 'media-failed');
  });
});

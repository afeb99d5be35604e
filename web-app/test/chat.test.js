import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_CHAT_LENGTH, readChat, writeChat } from '../src/page/chat.js';

describe('a line of chat', () => {
  it('arrives as it was written', () => {
    assert.equal(readChat(JSON.parse(JSON.stringify(writeChat('<b>héllo</b>\n2')))), '<b>héllo</b>\n2');
  });

  it('is cut where it is too long, on both sides', () => {
    const long = 'x'.repeat(MAX_CHAT_LENGTH + 1);
    assert.equal(writeChat(long).chat.length, MAX_CHAT_LENGTH);
    assert.equal(readChat({ chat: long })?.length, MAX_CHAT_LENGTH);
  });

  for (const value of [
    null,
    undefined,
    7,
    'text',
    [],
    {},
    { chat: null },
    { chat: 7 },
    { chat: ['x'] },
    { chat: ' \n' },
  ]) {
    it(`is not ${JSON.stringify(value)}`, () => {
      assert.equal(readChat(value), null);
    });
  }
});

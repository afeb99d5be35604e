import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ActiveSpeaker } from '../src/page/active-speaker.js';

/** @param {Record<string, number>} levels */
const heard = (levels) => new Map(Object.entries(levels));

describe('who speaks', () => {
  it('is nobody in a quiet room, then the loudest', () => {
    const speaker = new ActiveSpeaker();
    assert.equal(speaker.hear(heard({ ada: 0.01, ben: 0.005 }), 0), null);
    assert.equal(speaker.hear(heard({ ada: 0.1, ben: 0.3 }), 250), 'ben');
  });

  it('keeps the word through a pause, and loses it after a while', () => {
    const speaker = new ActiveSpeaker();
    speaker.hear(heard({ ada: 0.3, ben: 0 }), 0);
    assert.equal(speaker.hear(heard({ ada: 0, ben: 0 }), 1_000), 'ada');
    speaker.hear(heard({ ada: 0.2, ben: 0.25 }), 1_250);
    assert.equal(speaker.current, 'ada', 'a little louder is not enough');
    assert.equal(speaker.hear(heard({ ada: 0.001, ben: 0.1 }), 3_000), 'ben');
  });

  it('gives the word at once to one who is much louder', () => {
    const speaker = new ActiveSpeaker();
    speaker.hear(heard({ ada: 0.1 }), 0);
    assert.equal(speaker.hear(heard({ ada: 0.1, ben: 0.5 }), 250), 'ben');
  });

  it('is not one who has left', () => {
    const speaker = new ActiveSpeaker();
    speaker.hear(heard({ ada: 0.3, ben: 0 }), 0);
    assert.equal(speaker.hear(heard({ ben: 0 }), 250), null);
  });
});

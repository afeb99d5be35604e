import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Language } from '../src/page/language/language.js';
import { nameOf, tilesOf } from '../src/page/people.js';

const language = await Language.choose(['en']);

const own = /** @type {any} */ ({
  camera: { track: null, on: false },
  microphone: { track: null, on: true },
});

/** @param {string} kind */
const track = (kind) => /** @type {any} */ ({ kind });

const MICROPHONE = { track: track('audio'), name: 'microphone', kind: 'audio' };
const CAMERA = { track: track('video'), name: 'camera', kind: 'video' };
const SCREEN = { track: track('video'), name: 'screen', kind: 'screen' };

/** @param {object} [more] */
function peer(more = {}) {
  return /** @type {any} */ ({
    id: 'p1',
    identity: null,
    profile: null,
    state: 'connected',
    interrupted: false,
    noPath: false,
    media: { microphone: true, camera: true },
    tracks: [MICROPHONE, CAMERA],
    ...more,
  });
}

/** @param {object} [more] */
const first = (more) => /** @type {any} */ (tilesOf([peer(more)], own, language)[0]).content;

describe('the people of a call', () => {
  it('are called as they want, else as their token says', () => {
    assert.equal(nameOf(peer({ profile: { name: ' Ada ' }, identity: 'a.l' }), language), 'Ada');
    assert.equal(nameOf(peer({ profile: { name: ' ' }, identity: 'a.l' }), language), 'a.l');
    assert.equal(nameOf(peer(), language), 'Guest');
  });

  it('have a tile each, oneself the last, a shared screen before its owner', () => {
    const tiles = tilesOf(
      [peer({ tracks: [MICROPHONE, CAMERA, SCREEN] }), peer({ id: 'p2' })],
      own,
      language,
    );
    assert.deepEqual(
      tiles.map(({ key, kind }) => `${kind} ${key}`),
      ['screen p1/screen', 'person p1', 'person p2', 'self self'],
    );
    assert.deepEqual(tiles[0]?.content.tracks, [SCREEN.track]);
    assert.deepEqual(tiles[1]?.content.tracks, [MICROPHONE.track, CAMERA.track]);
  });

  it('are shown as they are: muted, without a picture, and without a screen that is switched off', () => {
    assert.equal(first().muted, '');
    assert.equal(first({ media: { microphone: false, camera: true } }).muted, 'Microphone off');
    assert.equal(first({ tracks: [CAMERA] }).muted, 'Microphone off', 'no microphone at all');
    assert.equal(first({ media: { microphone: true, camera: false } }).pictured, false);
    assert.equal(first({ media: null }).pictured, true, 'a client that does not tell');
    const off = peer({ tracks: [MICROPHONE, SCREEN], media: { microphone: true, screen: false } });
    assert.equal(tilesOf([off], own, language).length, 2);
  });

  it('tell what is the matter', () => {
    assert.equal(first().note, '');
    assert.equal(first({ state: 'connecting' }).note, 'Connecting…');
    assert.equal(first({ state: 'connecting', noPath: true }).note, 'No way through yet. We keep trying.');
    assert.match(first({ state: 'reconnecting' }).note, /Interrupted/);
    assert.match(first({ interrupted: true }).note, /Interrupted/);
    assert.equal(first({ state: 'connecting' }).pictured, false);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LocalTracks } from '../src/client/local-tracks.js';
import { FakePeerConnection } from './fakes/fake-peer-connection.js';

/** @param {string} id */
const video = (id) => /** @type {any} */ ({ id, kind: 'video' });

function attached() {
  const tracks = new LocalTracks(/** @type {any} */ ({}));
  const pc = new FakePeerConnection();
  tracks.attachTo(/** @type {any} */ (pc));
  return { tracks, pc };
}

describe('local tracks', () => {
  it('switch a slot off and on without a new m-line', async () => {
    const { tracks, pc } = attached();
    await tracks.put('camera', video('a'));
    await tracks.put('camera', null);
    assert.deepEqual(
      pc.transceivers.map(({ sender }) => sender.track),
      [null],
    );
    await tracks.put('camera', video('b'));
    assert.equal(pc.transceivers.length, 1);
    assert.equal(pc.transceivers[0]?.sender.track.id, 'b');
  });

  it('do not give the place of a camera that is off to another track', async () => {
    const { tracks, pc } = attached();
    await tracks.put('camera', video('a'));
    await tracks.put('camera', null);
    await tracks.put('screen', video('s'));
    assert.equal(pc.transceivers.length, 2);
  });

  it('reuse the m-line of a dropped track, so that the SDP does not grow', async () => {
    const { tracks, pc } = attached();
    for (let round = 0; round < 40; round++) {
      await tracks.put(`t${round}`, video(`t${round}`));
      tracks.drop(`t${round}`);
    }
    await tracks.put('last', video('last'));
    assert.equal(pc.transceivers.length, 1);
    assert.equal(pc.transceivers[0]?.direction, 'sendrecv');
  });

  it('go over to the next connection, and leave the last one alone', async () => {
    const { tracks, pc } = attached();
    await tracks.put('camera', video('a'));
    tracks.detachFrom(/** @type {any} */ (pc));
    const next = new FakePeerConnection();
    tracks.attachTo(/** @type {any} */ (next));
    assert.equal(next.transceivers[0]?.sender.track.id, 'a');
    await tracks.put('camera', video('b'));
    assert.equal(pc.transceivers[0]?.sender.track.id, 'a');
  });
});

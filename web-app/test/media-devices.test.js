import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MediaDevicesOfUser } from '../src/page/media-devices.js';

class FakeTrack extends EventTarget {
  enabled = true;
  stopped = false;

  /** @param {string} kind */
  constructor(kind) {
    super();
    this.kind = kind;
  }

  stop() {
    this.stopped = true;
  }
}

/** @param {string} name */
const failure = (name) => Object.assign(new Error(name), { name });

/**
 * @param {{ audio?: string, video?: string }} [broken]  the name of the error each kind fails with
 * @param {Record<string, string>} [permissions]
 */
function user(broken = {}, permissions = {}) {
  /** @type {string[]} */
  const asked = [];
  const devices = new MediaDevicesOfUser({
    mediaDevices: /** @type {any} */ ({
      getUserMedia: async (/** @type {any} */ { audio, video }) => {
        const kinds = [audio && 'audio', video && 'video'].filter(Boolean);
        asked.push(kinds.join('+'));
        for (const kind of /** @type {('audio' | 'video')[]} */ (kinds)) {
          const name = broken[kind];
          if (name) {
            throw failure(name);
          }
        }
        return { getTracks: () => kinds.map((kind) => new FakeTrack(kind)) };
      },
    }),
    permissions: /** @type {any} */ ({
      query: async (/** @type {any} */ { name }) => ({ state: permissions[name] ?? 'prompt' }),
    }),
  });
  return { devices, asked, ...devices.devices };
}

describe('the user’s devices', () => {
  it('are asked for with one question', async () => {
    const { devices, asked, camera, microphone } = user();
    await devices.start();
    assert.deepEqual(asked, ['audio+video']);
    assert.ok(camera.track && microphone.track);
  });

  it('do not cost each other: without a camera the microphone still works', async () => {
    const { devices, camera, microphone } = user({ video: 'NotFoundError' });
    await devices.start();
    assert.equal(camera.error, 'media-not-found');
    assert.equal(camera.on, false);
    assert.ok(microphone.track);
    assert.equal(microphone.error, null);
  });

  it('are not asked for again after the user said no to both', async () => {
    const both = { audio: 'NotAllowedError', video: 'NotAllowedError' };
    const { devices, asked, camera, microphone } = user(both);
    await devices.start();
    assert.deepEqual(asked, ['audio+video']);
    assert.deepEqual([camera.error, microphone.error], ['media-not-allowed', 'media-not-allowed']);
  });

  it('are asked for again, with one question, when the user wants to try once more', async () => {
    const both = /** @type {Record<string, string>} */ ({
      audio: 'NotAllowedError',
      video: 'NotAllowedError',
    });
    const { devices, asked, camera, microphone } = user(both);
    await devices.start();
    delete both.audio;
    delete both.video;
    await devices.retry(['camera', 'microphone']);
    assert.deepEqual(asked, ['audio+video', 'audio+video']);
    assert.ok(camera.track && microphone.track);
    assert.deepEqual([camera.error, microphone.error], [null, null]);
  });

  it('are asked for alone where only one of them is forbidden', async () => {
    const { devices, camera, microphone } = user({ video: 'NotAllowedError' }, { camera: 'denied' });
    await devices.start();
    assert.equal(camera.error, 'media-not-allowed');
    assert.ok(microphone.track);
  });

  it('cannot be had on a page that is not secure, and that is said', async () => {
    const devices = new MediaDevicesOfUser({ mediaDevices: undefined, permissions: undefined });
    await devices.start();
    assert.equal(devices.devices.camera.error, 'media-insecure');
    assert.equal(devices.devices.microphone.error, 'media-insecure');
  });

  it('let the camera go when it is switched off, and only silence the microphone', async () => {
    const { devices, asked, camera, microphone } = user();
    await devices.start();
    const [picture, sound] = /** @type {any[]} */ ([camera.track, microphone.track]);
    await devices.turn('camera', false);
    await devices.turn('microphone', false);
    assert.equal(picture.stopped, true);
    assert.equal(camera.track, null);
    assert.equal(sound.stopped, false);
    assert.equal(sound.enabled, false);
    await devices.turn('camera', true);
    await devices.turn('microphone', true);
    assert.deepEqual(asked, ['audio+video', 'video']);
    assert.equal(sound.enabled, true);
  });

  it('stop the camera that was switched off again while it was starting', async () => {
    const { devices, camera } = user();
    const started = devices.start();
    await devices.turn('camera', false);
    await started;
    assert.equal(camera.track, null);
    assert.equal(camera.on, false);
  });

  it('are off, with a reason, when the system takes one away', async () => {
    const { devices, camera } = user();
    await devices.start();
    camera.track?.dispatchEvent(new Event('ended'));
    assert.equal(camera.track, null);
    assert.equal(camera.on, false);
    assert.equal(camera.error, 'media-ended');
  });
});

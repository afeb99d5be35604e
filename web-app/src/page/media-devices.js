import { mediaErrorCode } from '../client/errors.js';
import { Listeners } from '../client/listeners.js';

/**
 * The user's camera and microphone. Switching the microphone off only silences its track, so that it is back at once;
 * switching the camera off stops it, so that its light goes out, and switching it on opens it anew.
 *
 * @typedef {'microphone' | 'camera'} DeviceName
 *
 * @typedef {object} Device
 * @property {boolean} on  what the user wants, and, unless there is an error, has
 * @property {boolean} starting
 * @property {MediaStreamTrack | null} track
 * @property {import('../client/errors.js').ErrorCode | null} error
 * @property {string} deviceId  the chosen one; empty: the system's default
 */
export class MediaDevicesOfUser {
  /** @type {Record<DeviceName, Device>} */
  devices = { microphone: newDevice(), camera: newDevice() };

  #listeners = /** @type {Listeners<{ change: DeviceName }>} */ (new Listeners());
  #mediaDevices;
  #permissions;

  /**
   * @param {object} browser
   * @param {Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'> | undefined} browser.mediaDevices  missing on pages
   *   that are not served securely
   * @param {Pick<Permissions, 'query'> | undefined} browser.permissions
   */
  constructor({ mediaDevices, permissions }) {
    this.#mediaDevices = mediaDevices;
    this.#permissions = permissions;
  }

  /** @param {(name: DeviceName) => void} handler */
  onChange(handler) {
    return this.#listeners.on('change', handler);
  }

  /** Opens both where wanted, with one question to the user. */
  async start() {
    const names = /** @type {DeviceName[]} */ (['microphone', 'camera']);
    await this.#open(names.filter((name) => this.devices[name].on && !this.devices[name].track));
  }

  /**
   * Asks again for what did not start.
   *
   * @param {DeviceName[]} names
   */
  async retry(names) {
    for (const name of names) {
      this.devices[name].on = true;
    }
    await this.start();
  }

  /**
   * @param {DeviceName} name
   * @param {boolean} on
   */
  async turn(name, on) {
    const device = this.devices[name];
    device.on = on;
    device.error = null;
    if (name === 'microphone' && device.track) {
      device.track.enabled = on;
    } else if (!on) {
      release(device);
    } else if (!device.track && !device.starting) {
      await this.#open([name]);
      return;
    }
    this.#listeners.emit('change', name);
  }

  /**
   * @param {DeviceName} name
   * @param {string} deviceId
   */
  async choose(name, deviceId) {
    const device = this.devices[name];
    device.deviceId = deviceId;
    if (device.on) {
      release(device);
      await this.#open([name]);
    }
  }

  /**
   * Before the user has allowed anything, browsers list devices without id and label.
   *
   * @param {DeviceName | 'speaker'} name
   */
  async list(name) {
    const kind = KINDS[name];
    const all = (await this.#mediaDevices?.enumerateDevices()) ?? [];
    return all.filter((device) => device.kind === kind);
  }

  /** Lets go of both; what the user wants stays as it is, for a rejoin. */
  stop() {
    for (const device of Object.values(this.devices)) {
      release(device);
    }
    this.#listeners.emit('change', 'microphone');
    this.#listeners.emit('change', 'camera');
  }

  /** @param {DeviceName[]} names */
  async #open(names) {
    if (names.length === 0) {
      return;
    }
    for (const name of names) {
      Object.assign(this.devices[name], { starting: true, error: null });
      this.#listeners.emit('change', name);
    }
    try {
      if (!this.#mediaDevices) {
        throw new InsecurePageError();
      }
      const stream = await this.#mediaDevices.getUserMedia(this.#constraints(names));
      for (const track of stream.getTracks()) {
        this.#take(track.kind === 'audio' ? 'microphone' : 'camera', track);
      }
    } catch (error) {
      await this.#onOpenFailed(names, error);
    }
  }

  /**
   * One missing or forbidden device must not cost the other: asks for each alone, where that can change anything.
   *
   * @param {DeviceName[]} names
   * @param {unknown} error
   */
  async #onOpenFailed(names, error) {
    const code = error instanceof InsecurePageError ? 'media-insecure' : mediaErrorCode(error);
    const denied = await Promise.all(names.map((name) => this.#denied(name)));
    const alone = code === 'media-not-allowed' ? denied.includes(true) && denied.includes(false) : true;
    if (names.length > 1 && code !== 'media-insecure' && alone) {
      for (const name of names) {
        await this.#open([name]);
      }
      return;
    }
    for (const name of names) {
      Object.assign(this.devices[name], { on: false, starting: false, error: code });
      this.#listeners.emit('change', name);
    }
  }

  /**
   * @param {DeviceName} name
   * @param {MediaStreamTrack} track
   */
  #take(name, track) {
    const device = this.devices[name];
    device.starting = false;
    release(device);
    device.track = track;
    track.enabled = device.on || name === 'camera';
    track.addEventListener('ended', () => {
      if (device.track === track) {
        Object.assign(device, { track: null, on: false, error: 'media-ended' });
        this.#listeners.emit('change', name);
      }
    });
    if (!device.on && name === 'camera') {
      release(device); // switched off again while it was starting
    }
    this.#listeners.emit('change', name);
  }

  /** @param {DeviceName[]} names */
  #constraints(names) {
    const { microphone, camera } = this.devices;
    return {
      audio: names.includes('microphone') && exactly(microphone.deviceId),
      video: names.includes('camera') && {
        width: { ideal: 1280 },
        height: { ideal: 720 },
        ...exactly(camera.deviceId),
      },
    };
  }

  /** @param {DeviceName} name */
  async #denied(name) {
    try {
      const answer = await this.#permissions?.query({ name: /** @type {PermissionName} */ (name) });
      return answer?.state === 'denied';
    } catch {
      return false; // a browser that does not know this permission's name
    }
  }
}

const KINDS = Object.freeze({ camera: 'videoinput', microphone: 'audioinput', speaker: 'audiooutput' });

class InsecurePageError extends Error {}

/** @returns {Device} */
function newDevice() {
  return { on: true, starting: false, track: null, error: null, deviceId: '' };
}

/** @param {string} deviceId */
function exactly(deviceId) {
  return deviceId ? { deviceId: { exact: deviceId } } : {};
}

/** @param {Device} device */
function release(device) {
  device.track?.stop();
  device.track = null;
}

import { ERRORS } from '../client/errors.js';
import { element, showTracks } from './elements.js';

/**
 * @typedef {import('./media-devices.js').DeviceName} DeviceName
 * @typedef {import('./media-devices.js').Device} Device
 */

/** The page before the call: preview, choice of devices, what is wrong with them, and the door. */
export class LobbyView {
  #section = element('lobby', HTMLElement);
  #video = element('preview-video', HTMLVideoElement);
  #empty = element('preview-empty', HTMLElement);
  #emptyText = element('preview-text', HTMLElement);
  #presence = element('lobby-presence', HTMLElement);
  #errors = element('device-errors', HTMLElement);
  #choices = {
    camera: element('camera-choice', HTMLSelectElement),
    microphone: element('microphone-choice', HTMLSelectElement),
  };
  #onRetry;

  /**
   * @param {object} actions
   * @param {() => void} actions.onJoin
   * @param {(name: DeviceName, deviceId: string) => void} actions.onChoose
   * @param {(names: DeviceName[]) => void} actions.onRetry
   */
  constructor({ onJoin, onChoose, onRetry }) {
    this.#onRetry = onRetry;
    element('join', HTMLButtonElement).addEventListener('click', onJoin);
    for (const [name, select] of Object.entries(this.#choices)) {
      select.addEventListener('change', () => onChoose(/** @type {DeviceName} */ (name), select.value));
    }
  }

  /** @param {boolean} visible */
  show(visible) {
    this.#section.hidden = !visible;
  }

  /** @param {import('../client/room-api.js').RoomStatus} room */
  showPresence({ status, participantCount = 0 }) {
    const others =
      participantCount === 1 ? 'One person is already here.' : `${participantCount} people are here.`;
    const full = 'This call looks full at the moment. You can still try.';
    this.#presence.textContent = participantCount === 0 ? 'Nobody else is here yet.' : others;
    if (status === 'full') {
      this.#presence.textContent = full;
    }
  }

  /** @param {Record<DeviceName, Device>} devices */
  showDevices({ microphone, camera }) {
    showTracks(this.#video, camera.track ? [camera.track] : []);
    this.#empty.hidden = camera.track !== null;
    this.#emptyText.textContent = camera.starting ? 'Starting your camera…' : 'Your camera is off';
    this.#errors.replaceChildren(...this.#problems(camera, microphone));
  }

  /**
   * @param {DeviceName} name
   * @param {MediaDeviceInfo[]} devices
   * @param {string} chosen
   */
  showChoice(name, devices, chosen) {
    const fallback = devices.length === 0 ? `No ${name} found` : `Default ${name}`;
    const options = devices
      .filter(({ deviceId }) => deviceId !== '')
      .map(({ deviceId, label }) => new Option(label || fallback, deviceId));
    this.#choices[name].replaceChildren(...(options.length > 0 ? options : [new Option(fallback, '')]));
    this.#choices[name].disabled = options.length < 2;
    if (devices.some(({ deviceId }) => deviceId === chosen)) {
      this.#choices[name].value = chosen;
    }
  }

  /**
   * @param {Device} camera
   * @param {Device} microphone
   * @returns {HTMLElement[]} one box for both where the same is wrong with them
   */
  #problems(camera, microphone) {
    if (camera.error && camera.error === microphone.error) {
      return [this.#problem('Camera and microphone', camera.error, ['camera', 'microphone'])];
    }
    const boxes = [];
    if (camera.error) {
      boxes.push(this.#problem('Camera', camera.error, ['camera']));
    }
    if (microphone.error) {
      boxes.push(this.#problem('Microphone', microphone.error, ['microphone']));
    }
    return boxes;
  }

  /**
   * @param {string} what
   * @param {import('../client/errors.js').ErrorCode} error
   * @param {DeviceName[]} names
   */
  #problem(what, error, names) {
    const { title, advice, canRetry } = ERRORS[error];
    const box = document.createElement('div');
    box.className = 'device-error';
    box.dataset.error = error;
    const heading = document.createElement('strong');
    heading.textContent = `${what}: ${title.toLowerCase()}`;
    const text = document.createElement('p');
    text.textContent = `${advice} You can also join without.`;
    box.append(heading, text);
    if (canRetry) {
      const retry = document.createElement('button');
      retry.type = 'button';
      retry.className = 'button quiet small';
      retry.textContent = 'Try again';
      retry.addEventListener('click', () => this.#onRetry(names));
      box.append(retry);
    }
    return box;
  }
}

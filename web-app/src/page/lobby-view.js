import { element, showTracks } from './elements.js';
import { LevelMeter } from './level-meter.js';

/**
 * @typedef {import('./media-devices.js').DeviceName} DeviceName
 * @typedef {import('./media-devices.js').Device} Device
 */

/** The page before the call: preview, name, level of the microphone, what is wrong with the devices, and the door. */
export class LobbyView {
  #section = element('lobby', HTMLElement);
  #video = element('preview-video', HTMLVideoElement);
  #empty = element('preview-empty', HTMLElement);
  #emptyText = element('preview-text', HTMLElement);
  #presence = element('lobby-presence', HTMLElement);
  #errors = element('device-errors', HTMLElement);
  #name = element('lobby-name', HTMLInputElement);
  #meter = new LevelMeter(element('lobby-level', HTMLMeterElement));
  #language;
  #onRetry;

  /**
   * @param {import('./language/language.js').Language} language
   * @param {object} actions
   * @param {(name: string) => void} actions.onJoin  with the name that was written, which may be empty
   * @param {(names: DeviceName[]) => void} actions.onRetry
   */
  constructor(language, { onJoin, onRetry }) {
    this.#language = language;
    this.#onRetry = onRetry;
    element('lobby-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      onJoin(this.#name.value.trim());
    });
  }

  /** @param {string} name  as it was the last time */
  showName(name) {
    this.#name.value = name;
  }

  /** @param {boolean} visible */
  show(visible) {
    this.#section.hidden = !visible;
    if (!visible) {
      this.#meter.show(null);
    }
  }

  /** @param {import('../client/room-api.js').RoomStatus} room */
  showPresence({ status, participantCount = 0 }) {
    const present =
      participantCount === 0
        ? this.#language.say('lobby.nobody')
        : this.#language.say('lobby.present', { count: participantCount });
    this.#presence.textContent = status === 'full' ? this.#language.say('lobby.full') : present;
  }

  /** @param {Record<DeviceName, Device>} devices */
  showDevices({ microphone, camera }) {
    showTracks(this.#video, camera.track ? [camera.track] : []);
    this.#empty.hidden = camera.track !== null;
    this.#emptyText.textContent = this.#language.say(
      camera.starting ? 'lobby.camera.starting' : 'lobby.camera.off',
    );
    this.#meter.show(this.#section.hidden ? null : microphone.track);
    this.#errors.replaceChildren(...this.#problems(camera, microphone));
  }

  /**
   * @param {Device} camera
   * @param {Device} microphone
   * @returns {HTMLElement[]} one box for both where the same is wrong with them
   */
  #problems(camera, microphone) {
    if (camera.error && camera.error === microphone.error) {
      return [this.#problem('device.both', camera.error, ['camera', 'microphone'])];
    }
    const boxes = [];
    if (camera.error) {
      boxes.push(this.#problem('device.camera', camera.error, ['camera']));
    }
    if (microphone.error) {
      boxes.push(this.#problem('device.microphone', microphone.error, ['microphone']));
    }
    return boxes;
  }

  /**
   * @param {import('./language/language.js').MessageKey} what
   * @param {import('../client/errors.js').ErrorCode} error
   * @param {DeviceName[]} names
   */
  #problem(what, error, names) {
    const language = this.#language;
    const { title, advice, canRetry } = language.error(error);
    const box = document.createElement('div');
    box.className = 'device-error';
    box.dataset.error = error;
    const heading = document.createElement('strong');
    heading.textContent = language.say('device.failed', { device: language.say(what), problem: title });
    const text = document.createElement('p');
    text.textContent = `${advice} ${language.say('lobby.without')}`;
    box.append(heading, text);
    if (canRetry) {
      const retry = document.createElement('button');
      retry.type = 'button';
      retry.className = 'button quiet small';
      retry.textContent = language.say('left.again');
      retry.addEventListener('click', () => this.#onRetry(names));
      box.append(retry);
    }
    return box;
  }
}

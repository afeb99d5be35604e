/**
 * The choices of camera, microphone and speaker, wherever they stand on the page (`data-choice`).
 *
 * @typedef {'camera' | 'microphone' | 'speaker'} ChoiceName
 */
export class DeviceChoiceView {
  #root;
  #language;

  /**
   * @param {Document} root
   * @param {import('./language/language.js').Language} language
   * @param {(name: ChoiceName, deviceId: string) => void} onChoose
   */
  constructor(root, language, onChoose) {
    this.#root = root;
    this.#language = language;
    for (const name of CHOICES) {
      for (const select of this.#selects(name)) {
        select.addEventListener('change', () => onChoose(name, select.value));
      }
    }
    const speakers = 'setSinkId' in HTMLMediaElement.prototype;
    root.querySelectorAll('[data-speaker]').forEach((part) => part.toggleAttribute('hidden', !speakers));
  }

  /**
   * @param {ChoiceName} name
   * @param {readonly MediaDeviceInfo[]} devices
   * @param {string} chosen
   */
  show(name, devices, chosen) {
    const fallback = this.#language.say(
      devices.length === 0 ? `device.none.${name}` : `device.default.${name}`,
    );
    const known = devices.filter(({ deviceId }) => deviceId !== '');
    for (const select of this.#selects(name)) {
      const options = known.map(({ deviceId, label }) => new Option(label || fallback, deviceId));
      select.replaceChildren(...(options.length > 0 ? options : [new Option(fallback, '')]));
      select.disabled = options.length < 2;
      if (known.some(({ deviceId }) => deviceId === chosen)) {
        select.value = chosen;
      }
    }
  }

  /** @param {ChoiceName} name */
  #selects(name) {
    return /** @type {NodeListOf<HTMLSelectElement>} */ (
      this.#root.querySelectorAll(`select[data-choice="${name}"]`)
    );
  }
}

/** @type {readonly ChoiceName[]} */
export const CHOICES = Object.freeze(['camera', 'microphone', 'speaker']);

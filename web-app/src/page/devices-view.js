import { CHOICES, DeviceChoiceView } from './device-choice-view.js';
import { element } from './elements.js';

/** The dialog that changes devices in the call, and the same choices in the lobby. */
export class DevicesView {
  #dialog = element('devices-dialog', HTMLDialogElement);
  #devices;
  #choices;
  #speaker = '';

  /**
   * @param {import('./language/language.js').Language} language
   * @param {import('./media-devices.js').MediaDevicesOfUser} devices
   * @param {(deviceId: string) => void} onSpeaker
   */
  constructor(language, devices, onSpeaker) {
    this.#devices = devices;
    this.#choices = new DeviceChoiceView(document, language, (name, deviceId) => {
      if (name === 'speaker') {
        this.#speaker = deviceId;
        onSpeaker(deviceId);
      } else {
        void devices.choose(name, deviceId);
      }
    });
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.refresh());
  }

  open() {
    this.#dialog.showModal();
    void this.refresh();
  }

  /** Lists what there is now. */
  async refresh() {
    for (const name of CHOICES) {
      this.#choices.show(name, await this.#devices.list(name), this.#chosen(name));
    }
  }

  /** @param {import('./device-choice-view.js').ChoiceName} name */
  #chosen(name) {
    if (name === 'speaker') {
      return this.#speaker;
    }
    const { track, deviceId } = this.#devices.devices[name];
    return track?.getSettings().deviceId ?? deviceId;
  }
}

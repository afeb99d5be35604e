import { buildJoinLink } from '../client/join-link.js';
import { checkRoom } from '../client/room-api.js';
import { showRefusal, showState, toast } from './announcements.js';
import { ControlsView } from './controls-view.js';
import { DevicesView } from './devices-view.js';
import { element, storage } from './elements.js';
import { inviteLink, takeJoinLink } from './join-link.js';
import { Language } from './language/language.js';
import { LobbyView } from './lobby-view.js';
import { MediaDevicesOfUser } from './media-devices.js';
import { NoticeView } from './notice-view.js';
import { API } from './site.js';

/** Where the name stays that somebody gave the last time. */
const NAME_KEY = 'otter.name';

/**
 * Wires the call page: link → lobby → call → after. For tests and the curious, `window.otter.room` is the call,
 * `window.otter.call.peerConnection` the connection to whoever is here longest, and `<html data-call-state>` the state
 * (`loading`, `lobby`, then those of RoomState).
 *
 * @typedef {import('./media-devices.js').DeviceName} DeviceName
 * @typedef {import('./call-scene.js').CallScene} CallScene
 */
class CallPage {
  #devices = new MediaDevicesOfUser(navigator);
  #origin = API ?? window.location.origin;
  #link;
  #language;
  #name = '';
  #lobby;
  #notice;
  #controls;
  #choices;
  /** All that only the call needs; null until the door of the lobby. @type {CallScene | null} */
  #scene = null;

  /**
   * @param {{ room: string, token: string }} link
   * @param {Language} language
   */
  constructor(link, language) {
    this.#language = language;
    this.#link = link;
    this.#lobby = new LobbyView(language, {
      onJoin: (name) => void this.#join(name),
      onRetry: (names) => void this.#devices.retry(names),
    });
    this.#notice = new NoticeView({ onRetry: () => void this.#again() });
    this.#controls = new ControlsView(document, language, {
      onUse: (name) => this.#use(name),
      onCopy: () => this.#copyLink(),
    });
    this.#choices = new DevicesView(language, this.#devices, (id) => this.#scene?.useSpeaker(id));
    element('room-name', HTMLElement).textContent = link.room.startsWith('rm_') ? '' : link.room;
    Object.assign(window, { otter: this.#hook() });
  }

  async open() {
    const fetch = window.fetch.bind(window);
    const { room, refusal } = await checkRoom({ fetch, origin: this.#origin, ...this.#link });
    if (refusal !== null) {
      showRefusal(this.#language, this.#notice, refusal);
      return;
    }
    this.#devices.onChange((name) => this.#onDevice(name));
    showState('lobby', this.#language.say('chip.idle'));
    this.#lobby.showName(storage('localStorage').getItem(NAME_KEY) ?? '');
    this.#lobby.showPresence(room);
    this.#lobby.show(true);
    void import('./call-scene.js').catch(() => {}); // ahead of time; told when it is needed
    await this.#devices.start();
  }

  /** @param {string} name  of the user; may be empty */
  async #join(name) {
    this.#name = name;
    storage('localStorage').setItem(NAME_KEY, name);
    this.#lobby.show(false);
    showState('joining', this.#language.say('chip.joining'));
    try {
      const { CallScene } = await import('./call-scene.js');
      this.#scene ??= new CallScene({
        language: this.#language,
        devices: this.#devices,
        controls: this.#controls,
        notice: this.#notice,
      });
    } catch {
      showRefusal(this.#language, this.#notice, 'server-unreachable');
      return;
    }
    this.#scene.join({ link: buildJoinLink(this.#origin, this.#link.room, this.#link.token), name });
  }

  #hook() {
    const roomOfNow = () => this.#scene?.room ?? null;
    return {
      get room() {
        return roomOfNow();
      },
      call: {
        get peerConnection() {
          return roomOfNow()?.peers[0]?.connection ?? null;
        },
      },
    };
  }

  /** @param {import('./controls-view.js').Control} name */
  #use(name) {
    if (name === 'microphone' || name === 'camera') {
      void this.#devices.turn(name, !this.#devices.devices[name].on);
    } else if (name === 'devices') {
      this.#choices.open();
    } else {
      this.#scene?.use(name);
    }
  }

  /** @param {DeviceName} name */
  #onDevice(name) {
    const { devices } = this.#devices;
    this.#controls.showDevice(name, devices[name]);
    this.#lobby.showDevices(devices);
    const { error } = devices[name];
    const problem = error && this.#scene?.inCall ? this.#language.error(error) : null;
    if (problem) {
      toast(`${problem.title}. ${problem.advice}`);
    }
    this.#scene?.publish(name);
    void this.#choices.refresh();
  }

  /** Joins once more after leaving or a refusal, with the devices the user had. */
  async #again() {
    if (!this.#scene) {
      window.location.reload(); // refused before the lobby: look at the link again
      return;
    }
    await this.#join(this.#name);
    await this.#devices.start();
  }

  async #copyLink() {
    try {
      await navigator.clipboard.writeText(inviteLink(window.location.href, this.#link.token));
      return true;
    } catch {
      toast(this.#language.say('lobby.copy.failed'));
      return false;
    }
  }
}

const [link, language] = [
  takeJoinLink({
    location: window.location,
    history: window.history,
    storage: storage('sessionStorage'),
  }),
  await Language.choose(navigator.languages),
];
language.applyTo(document);
if (link?.token) {
  await new CallPage({ room: link.room, token: link.token }, language).open();
} else {
  showRefusal(language, new NoticeView({ onRetry: () => window.location.reload() }), 'token-missing');
}

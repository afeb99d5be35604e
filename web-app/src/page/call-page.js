import { ERRORS, OtterError, buildJoinLink, join, look } from '../client/index.js';
import { ControlsView } from './controls-view.js';
import { element } from './elements.js';
import { takeJoinLink } from './join-link.js';
import { LobbyView } from './lobby-view.js';
import { MediaDevicesOfUser } from './media-devices.js';
import { NoticeView } from './notice-view.js';
import { StageView } from './stage-view.js';
import { statusText } from './status-text.js';

/**
 * Wires the call page: link → lobby → call → after. For tests and the curious, `window.otter.room` is the call,
 * `window.otter.call.peerConnection` the connection to whoever is here longest, and `<html data-call-state>` the state
 * (`loading`, `lobby`, then those of RoomState).
 *
 * @typedef {import('../client/index.js').Room} Room
 * @typedef {import('../client/errors.js').ErrorCode} ErrorCode
 * @typedef {import('./media-devices.js').DeviceName} DeviceName
 */
class CallPage {
  #devices = new MediaDevicesOfUser(navigator);
  #link;
  /** The call; null until the door of the lobby. @type {Room | null} */
  #room = null;
  #lobby;
  #stage;
  #notice;
  #controls;

  /** @param {{ room: string, token: string }} link */
  constructor({ room, token }) {
    this.#link = buildJoinLink(window.location.origin, room, token);
    this.#lobby = new LobbyView({
      onJoin: () => this.#join(),
      onChoose: (name, deviceId) => void this.#devices.choose(name, deviceId),
      onRetry: (names) => void this.#devices.retry(names),
    });
    this.#stage = new StageView({ onLeave: () => this.#room?.leave() });
    this.#notice = new NoticeView({ onRetry: () => void this.#again() });
    this.#controls = new ControlsView(document, {
      onToggle: (name) => void this.#devices.turn(name, !this.#devices.devices[name].on),
      onCopy: () => this.#copyLink(),
    });
    element('room-name', HTMLElement).textContent = room.startsWith('rm_') ? '' : room;
    Object.assign(window, { otter: this.#hook() });
  }

  async open() {
    const room = await look(this.#link).catch((error) => {
      showRefusal(this.#notice, error instanceof OtterError ? error.code : 'refused');
    });
    if (!room) {
      return;
    }
    this.#listen();
    showState('lobby', 'Not joined yet');
    this.#lobby.showPresence(room);
    this.#lobby.show(true);
    await this.#devices.start();
  }

  #listen() {
    this.#devices.onChange((name) => void this.#onDevice(name));
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#listDevices());
    window.addEventListener('pagehide', () => this.#room?.leave());
  }

  #join() {
    const { microphone, camera } = this.#devices.devices;
    const room = join(this.#link);
    this.#room = room;
    this.#publish(room, 'microphone', microphone);
    this.#publish(room, 'camera', camera);
    room.on('status', (status) => this.#onStatus(status));
    this.#onStatus(room.status);
    const showTracks = () =>
      this.#stage.showRemoteTracks(room.peers[0]?.tracks.map(({ track }) => track) ?? []);
    const showMedia = () => this.#stage.showRemoteMedia(room.peers[0]?.media ?? null);
    room.on('track', showTracks);
    room.on('track-ended', showTracks);
    room.on('peer-changed', showMedia);
    room.on('peer-left', showMedia);
  }

  /**
   * @param {Room} room
   * @param {DeviceName} name
   * @param {import('./media-devices.js').Device} device
   */
  #publish(room, name, { track, on }) {
    void room
      .publish(name, track)
      .catch((error) => toast(error instanceof OtterError ? `${error.title}. ${error.advice}` : ''));
    room.mute(name, !on);
  }

  #hook() {
    const roomOfNow = () => this.#room;
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

  /** @param {import('../client/room-status.js').RoomStatus} status */
  #onStatus(status) {
    const { state, error } = status;
    const { chip, title, text } = statusText(status);
    const inCall = state !== 'left' && state !== 'refused';
    showState(state, chip);
    this.#lobby.show(false);
    this.#stage.show(inCall);
    this.#stage.showStatus(status);
    if (inCall) {
      this.#notice.hide();
    } else {
      this.#devices.stop();
    }
    if (state === 'left') {
      this.#notice.show({ title, text, code: null, retryLabel: 'Rejoin' });
    } else if (state === 'refused') {
      showRefusal(this.#notice, error ?? 'refused');
    }
  }

  /** @param {DeviceName} name */
  async #onDevice(name) {
    const { devices } = this.#devices;
    const { camera } = devices;
    this.#controls.show(name, devices[name]);
    this.#lobby.showDevices(devices);
    this.#stage.showSelf(camera.track);
    const { error } = devices[name];
    toast(error && this.#room ? `${ERRORS[error].title}. ${ERRORS[error].advice}` : '');
    if (this.#room) {
      this.#publish(this.#room, name, devices[name]);
    }
    await this.#listDevices();
  }

  async #listDevices() {
    for (const name of /** @type {DeviceName[]} */ (['camera', 'microphone'])) {
      const { track, deviceId } = this.#devices.devices[name];
      const chosen = track?.getSettings().deviceId ?? deviceId;
      this.#lobby.showChoice(name, await this.#devices.list(name), chosen);
    }
  }

  /** Joins once more after leaving or a refusal, with the devices the user had. */
  async #again() {
    if (!this.#room) {
      window.location.reload(); // refused before the lobby: look at the link again
      return;
    }
    this.#join();
    await this.#devices.start();
  }

  async #copyLink() {
    try {
      await navigator.clipboard.writeText(this.#link);
      return true;
    } catch {
      toast('The browser did not allow copying. Share the link you were sent instead.');
      return false;
    }
  }
}

/**
 * @param {string} state
 * @param {string} chip
 */
function showState(state, chip) {
  document.documentElement.dataset.callState = state;
  element('status-text', HTMLElement).textContent = chip;
}

/**
 * @param {NoticeView} notice
 * @param {ErrorCode} code
 */
function showRefusal(notice, code) {
  const { title, advice, canRetry } = ERRORS[code];
  showState('refused', 'Not in the call');
  notice.show({ title, text: advice, code, retryLabel: canRetry ? 'Try again' : null });
}

/** @param {string} text  empty: nothing to say any more */
function toast(text) {
  const box = element('toast', HTMLElement);
  box.textContent = text;
  box.hidden = text === '';
}

const link = takeJoinLink({
  location: window.location,
  history: window.history,
  storage: window.sessionStorage,
});
if (link?.token) {
  await new CallPage({ room: link.room, token: link.token }).open();
} else {
  showRefusal(new NoticeView({ onRetry: () => window.location.reload() }), 'token-missing');
}

import { Call, ERRORS, browserEnvironment } from '../client/index.js';
import { ControlsView } from './controls-view.js';
import { element } from './elements.js';
import { buildJoinLink, takeJoinLink } from './join-link.js';
import { LobbyView } from './lobby-view.js';
import { MediaDevicesOfUser } from './media-devices.js';
import { NoticeView } from './notice-view.js';
import { StageView } from './stage-view.js';
import { statusText } from './status-text.js';

/**
 * Wires the call page: link → lobby → call → after. For tests and the curious, `window.otter.call` is the call and
 * `<html data-call-state>` its state (`loading`, `lobby`, then those of CallState).
 *
 * @typedef {import('../client/errors.js').ErrorCode} ErrorCode
 * @typedef {import('./media-devices.js').DeviceName} DeviceName
 */
class CallPage {
  #devices = new MediaDevicesOfUser(navigator);
  #room;
  #inviteLink;
  #call;
  #lobby;
  #stage;
  #notice;
  #controls;

  /** @param {{ room: string, token: string }} link */
  constructor({ room, token }) {
    const { origin } = window.location;
    this.#room = room;
    this.#inviteLink = () => buildJoinLink(origin, room, token);
    this.#call = new Call({ environment: browserEnvironment(window), origin, room, token });
    this.#lobby = new LobbyView({
      onJoin: () => void this.#call.join(),
      onChoose: (name, deviceId) => void this.#devices.choose(name, deviceId),
      onRetry: (names) => void this.#devices.retry(names),
    });
    this.#stage = new StageView({ onLeave: () => this.#call.leave() });
    this.#notice = new NoticeView({ onRetry: () => void this.#again() });
    this.#controls = new ControlsView(document, {
      onToggle: (name) => void this.#devices.turn(name, !this.#devices.devices[name].on),
      onCopy: () => this.#copyLink(),
    });
    Object.assign(window, { otter: Object.freeze({ call: this.#call }) });
  }

  async open() {
    element('room-name', HTMLElement).textContent = this.#room.startsWith('rm_') ? '' : this.#room;
    const { room, refusal } = await this.#call.check();
    if (refusal !== null) {
      showRefusal(this.#notice, refusal);
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
    this.#call.on('status', (status) => this.#onStatus(status));
    this.#call.on('remoteTracks', (tracks) => this.#stage.showRemoteTracks(tracks));
    this.#call.on('remoteMedia', (media) => this.#stage.showRemoteMedia(media));
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#listDevices());
    window.addEventListener('online', () => this.#call.retryNow());
    window.addEventListener('pagehide', () => this.#call.leave());
  }

  /** @param {import('../client/call.js').CallStatus} status */
  #onStatus(status) {
    const { state, error } = status;
    const { chip, title, text } = statusText(status);
    const inCall = !['idle', 'left', 'refused'].includes(state);
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
    const { microphone, camera } = devices;
    this.#controls.show(name, devices[name]);
    this.#lobby.showDevices(devices);
    this.#stage.showSelf(camera.track);
    this.#call.announceMedia({
      microphone: microphone.on && microphone.track !== null,
      camera: camera.on && camera.track !== null,
    });
    const { error } = devices[name];
    toast(
      error && this.#call.status.state !== 'idle' ? `${ERRORS[error].title}. ${ERRORS[error].advice}` : '',
    );
    await this.#call.publish(name, devices[name].track);
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
    if (this.#call.status.state === 'idle') {
      window.location.reload(); // refused before the lobby: look at the link again
      return;
    }
    await this.#call.join();
    await this.#devices.start();
  }

  async #copyLink() {
    try {
      await navigator.clipboard.writeText(this.#inviteLink());
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

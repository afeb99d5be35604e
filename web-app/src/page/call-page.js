import { OtterError, buildJoinLink, look } from '../client/index.js';
import { showRefusal, showState, toast } from './announcements.js';
import { ControlsView } from './controls-view.js';
import { Conversation } from './conversation.js';
import { DetailsView } from './details-view.js';
import { DevicesView } from './devices-view.js';
import { element, storage } from './elements.js';
import { InCall } from './in-call.js';
import { inviteLink, takeJoinLink } from './join-link.js';
import { Language } from './language/language.js';
import { leaveFacts } from './leave-facts.js';
import { LobbyView } from './lobby-view.js';
import { MediaDevicesOfUser } from './media-devices.js';
import { NoticeView } from './notice-view.js';
import { Screening } from './screening.js';
import { SidePanels } from './side-panels.js';
import { API } from './site.js';
import { StageView } from './stage-view.js';
import { statusText } from './status-text.js';

/** Where the name stays that somebody gave the last time. */
const NAME_KEY = 'otter.name';

/**
 * Wires the call page: link → lobby → call → after. For tests and the curious, `window.otter.room` is the call,
 * `window.otter.call.peerConnection` the connection to whoever is here longest, and `<html data-call-state>` the state
 * (`loading`, `lobby`, then those of RoomState).
 *
 * @typedef {import('./media-devices.js').DeviceName} DeviceName
 */
class CallPage {
  #devices = new MediaDevicesOfUser(navigator);
  #language;
  #link;
  #token;
  #name = '';
  #unread = 0;
  /** The call; null until the door of the lobby. @type {InCall | null} */
  #call = null;
  #lobby;
  #stage;
  #notice;
  #controls;
  #panels;
  #details;
  #conversation;
  #choices;
  #screening;

  /**
   * @param {{ room: string, token: string }} link
   * @param {Language} language
   */
  constructor({ room, token }, language) {
    this.#language = language;
    this.#link = buildJoinLink(API ?? window.location.origin, room, token);
    this.#token = token;
    this.#lobby = new LobbyView(language, {
      onJoin: (name) => this.#join(name),
      onRetry: (names) => void this.#devices.retry(names),
    });
    this.#stage = new StageView(language);
    this.#notice = new NoticeView({ onRetry: () => void this.#again() });
    this.#controls = new ControlsView(document, language, {
      onUse: (name) => this.#use(name),
      onCopy: () => this.#copyLink(),
    });
    this.#panels = new SidePanels((open) => this.#onPanel(open));
    this.#details = new DetailsView(language);
    this.#conversation = new Conversation(language, { news: () => this.#onNews(), say: toast });
    this.#choices = new DevicesView(language, this.#devices, (id) => this.#stage.useSpeaker(id));
    this.#screening = new Screening(this.#stage, this.#controls);
    element('room-name', HTMLElement).textContent = room.startsWith('rm_') ? '' : room;
    Object.assign(window, { otter: this.#hook() });
  }

  async open() {
    const room = await look(this.#link).catch((error) => {
      showRefusal(this.#language, this.#notice, error instanceof OtterError ? error.code : 'refused');
    });
    if (!room) {
      return;
    }
    this.#devices.onChange((name) => this.#onDevice(name));
    element('leave', HTMLButtonElement).addEventListener('click', () => this.#call?.leave());
    window.addEventListener('pagehide', () => this.#call?.leave());
    showState('lobby', this.#language.say('chip.idle'));
    this.#lobby.showName(storage('localStorage').getItem(NAME_KEY) ?? '');
    this.#lobby.showPresence(room);
    this.#lobby.show(true);
    await this.#devices.start();
  }

  /** @param {string} name  of the user; may be empty */
  #join(name) {
    this.#name = name;
    storage('localStorage').setItem(NAME_KEY, name);
    this.#lobby.show(false);
    this.#call = new InCall(
      { link: this.#link, name },
      {
        language: this.#language,
        devices: this.#devices,
        stage: this.#stage,
        conversation: this.#conversation,
        details: this.#details,
        controls: this.#controls,
        onStatus: (status, path) => this.#onStatus(status, path),
        say: toast,
      },
    );
  }

  #hook() {
    const roomOfNow = () => this.#call?.room ?? null;
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
    } else if (!this.#inCall) {
      return;
    } else if (name === 'screen') {
      void this.#call?.toggleScreen();
    } else if (name === 'pip') {
      void this.#screening.togglePictureInPicture().catch(() => {}); // not before there is a picture
    } else if (name === 'fullscreen') {
      void this.#screening.toggleFullScreen();
    } else {
      this.#panels.toggle(name);
    }
  }

  get #inCall() {
    const state = this.#call?.room.status.state;
    return state !== undefined && state !== 'left' && state !== 'refused';
  }

  /**
   * @param {import('../client/room-status.js').RoomStatus} status
   * @param {import('./status-text.js').Path} path
   */
  #onStatus(status, path) {
    const { state, error } = status;
    const { chip, title, text } = statusText(this.#language, status, path);
    const inCall = state !== 'left' && state !== 'refused';
    showState(state, chip);
    this.#stage.show(inCall);
    if (inCall) {
      this.#notice.hide();
      return;
    }
    this.#devices.stop();
    this.#panels.show(null);
    const facts = this.#call ? leaveFacts(this.#call.summary, this.#language) : [];
    if (state === 'left') {
      const retryLabel = this.#language.say('left.rejoin');
      this.#notice.show({ title, text, facts, code: null, retryLabel });
    } else {
      showRefusal(this.#language, this.#notice, error ?? 'refused', facts);
    }
  }

  /** @param {DeviceName} name */
  #onDevice(name) {
    const { devices } = this.#devices;
    this.#controls.showDevice(name, devices[name]);
    this.#lobby.showDevices(devices);
    const { error } = devices[name];
    const problem = error && this.#inCall ? this.#language.error(error) : null;
    toast(problem ? `${problem.title}. ${problem.advice}` : '');
    if (this.#inCall) {
      this.#call?.publish(name);
    }
    void this.#choices.refresh();
  }

  #onNews() {
    this.#unread = this.#panels.open === 'chat' ? 0 : this.#unread + 1;
    this.#controls.showUnread(this.#unread);
  }

  /** @param {import('./side-panels.js').PanelName | null} open */
  #onPanel(open) {
    this.#controls.showPressed('chat', open === 'chat');
    this.#controls.showPressed('details', open === 'details');
    if (open === 'chat') {
      this.#unread = 0;
      this.#controls.showUnread(0);
      this.#conversation.focus();
    }
  }

  /** Joins once more after leaving or a refusal, with the devices the user had. */
  async #again() {
    if (!this.#call) {
      window.location.reload(); // refused before the lobby: look at the link again
      return;
    }
    this.#join(this.#name);
    await this.#devices.start();
  }

  async #copyLink() {
    try {
      await navigator.clipboard.writeText(inviteLink(window.location.href, this.#token));
      return true;
    } catch {
      toast(this.#language.say('lobby.copy.failed'));
      return false;
    }
  }
}

const [link, language] = [
  takeJoinLink({ location: window.location, history: window.history, storage: storage('sessionStorage') }),
  await Language.choose(navigator.languages),
];
language.applyTo(document);
if (link?.token) {
  await new CallPage({ room: link.room, token: link.token }, language).open();
} else {
  showRefusal(language, new NoticeView({ onRetry: () => window.location.reload() }), 'token-missing');
}

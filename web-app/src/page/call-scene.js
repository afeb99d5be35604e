import { Conversation } from './conversation.js';
import { DetailsView } from './details-view.js';
import { element } from './elements.js';
import { InCall } from './in-call.js';
import { showRefusal, showState, toast } from './announcements.js';
import { leaveFacts } from './leave-facts.js';
import { Screening } from './screening.js';
import { SidePanels } from './side-panels.js';
import { StageView } from './stage-view.js';
import { statusText } from './status-text.js';

/**
 * The call and all that is around it on the page. Loaded while the user looks at the lobby, which needs none of it.
 * Outlives a call: who rejoins finds chat and files as they were.
 *
 * @typedef {import('./media-devices.js').DeviceName} DeviceName
 *
 * @typedef {object} SceneParts  what it shares with the lobby
 * @property {import('./language/language.js').Language} language
 * @property {import('./media-devices.js').MediaDevicesOfUser} devices
 * @property {import('./controls-view.js').ControlsView} controls
 * @property {import('./notice-view.js').NoticeView} notice
 */
export class CallScene {
  #parts;
  #stage;
  #panels;
  #details;
  #conversation;
  #screening;
  #unread = 0;
  /** @type {InCall | null} */
  #call = null;

  /** @param {SceneParts} parts */
  constructor(parts) {
    const { language, controls } = parts;
    this.#parts = parts;
    this.#stage = new StageView(language);
    this.#panels = new SidePanels((open) => this.#onPanel(open));
    this.#details = new DetailsView(language);
    this.#conversation = new Conversation(language, { news: () => this.#onNews(), say: toast });
    this.#screening = new Screening(this.#stage, controls);
    element('leave', HTMLButtonElement).addEventListener('click', () => this.leave());
    window.addEventListener('pagehide', () => this.leave());
  }

  /** The call there is, or was the last. */
  get room() {
    return this.#call?.room ?? null;
  }

  /** Whether a call goes on. */
  get inCall() {
    const state = this.room?.status.state;
    return state !== undefined && state !== 'left' && state !== 'refused';
  }

  /** @param {{ link: string, name: string }} who */
  join(who) {
    this.#call = new InCall(who, {
      ...this.#parts,
      stage: this.#stage,
      conversation: this.#conversation,
      details: this.#details,
      onStatus: (status, path) => this.#onStatus(status, path),
      say: toast,
    });
  }

  leave() {
    this.#call?.leave();
  }

  /** A device has changed. @param {DeviceName} name */
  publish(name) {
    if (this.inCall) {
      this.#call?.publish(name);
    }
  }

  /** @param {string} deviceId  of the speaker that sound goes to */
  useSpeaker(deviceId) {
    this.#stage.useSpeaker(deviceId);
  }

  /** @param {'screen' | 'chat' | 'details' | 'pip' | 'fullscreen'} control */
  use(control) {
    if (!this.inCall) {
      return;
    }
    if (control === 'screen') {
      void this.#call?.toggleScreen();
    } else if (control === 'pip') {
      void this.#screening.togglePictureInPicture().catch(() => {}); // not before there is a picture
    } else if (control === 'fullscreen') {
      void this.#screening.toggleFullScreen();
    } else {
      this.#panels.toggle(control);
    }
  }

  /**
   * @param {import('../client/room-status.js').RoomStatus} status
   * @param {import('./status-text.js').Path} path
   */
  #onStatus(status, path) {
    const { state, error } = status;
    const { language, devices, notice } = this.#parts;
    const { chip, title, text } = statusText(language, status, path);
    const inCall = state !== 'left' && state !== 'refused';
    showState(state, chip);
    this.#stage.show(inCall);
    if (inCall) {
      notice.hide();
      return;
    }
    devices.stop();
    this.#panels.show(null);
    const facts = this.#call ? leaveFacts(this.#call.summary, language) : [];
    if (state === 'left') {
      notice.show({ title, text, facts, code: null, retryLabel: language.say('left.rejoin') });
    } else {
      showRefusal(language, notice, error ?? 'refused', facts);
    }
  }

  #onNews() {
    this.#unread = this.#panels.open === 'chat' ? 0 : this.#unread + 1;
    this.#parts.controls.showUnread(this.#unread);
  }

  /** @param {import('./side-panels.js').PanelName | null} open */
  #onPanel(open) {
    const { controls } = this.#parts;
    controls.showPressed('chat', open === 'chat');
    controls.showPressed('details', open === 'details');
    if (open === 'chat') {
      this.#unread = 0;
      controls.showUnread(0);
      this.#conversation.focus();
    } else if (open === 'details') {
      this.#details.focus();
    }
  }
}

import { OtterError, join } from '../client/index.js';
import { CallWatch } from './call-watch.js';
import { tilesOf } from './people.js';
import { ScreenShare } from './screen-share.js';

/**
 * @typedef {import('../client/index.js').Room} Room
 * @typedef {import('../client/index.js').Peer} Peer
 * @typedef {import('./media-devices.js').DeviceName} DeviceName
 *
 * @typedef {object} CallParts  of the page, which outlive a call
 * @property {import('./language/language.js').Language} language
 * @property {import('./media-devices.js').MediaDevicesOfUser} devices
 * @property {import('./stage-view.js').StageView} stage
 * @property {import('./conversation.js').Conversation} conversation
 * @property {import('./details-view.js').DetailsView} details
 * @property {import('./controls-view.js').ControlsView} controls
 * @property {(status: import('../client/room-status.js').RoomStatus, path: import('./status-text.js').Path) => void} onStatus
 * @property {(text: string) => void} say  a sentence that goes away again
 */

/** One call, from the click on Join to its end: what happens in the room goes to the parts of the page, and back. */
export class InCall {
  #parts;
  #watch;
  #screen;
  /** @type {import('./status-text.js').Path} */
  #path = null;

  /**
   * @param {{ link: string, name: string }} who
   * @param {CallParts} parts
   */
  constructor({ link, name }, parts) {
    this.#parts = parts;
    const { reports } = parts.details;
    this.room = join(link, name === '' ? { reports } : { reports, name });
    parts.details.onReports = (on) => this.room.report(on);
    this.#screen = new ScreenShare(navigator.mediaDevices, (on) => parts.controls.showPressed('screen', on));
    this.#watch = new CallWatch(this.room, {
      sample: (samples, path) => this.#onSamples(samples, path),
      speaker: (peerId) => parts.stage.showSpeaker(peerId),
    });
    this.publish('microphone');
    this.publish('camera');
    this.#listen();
    this.#onStatus();
  }

  /** How it was; for the page after the call. */
  get summary() {
    return this.#watch.summary;
  }

  leave() {
    this.room.leave();
  }

  /** Sends a device as it is now. @param {DeviceName} name */
  publish(name) {
    const { track, on, error: trouble } = this.#parts.devices.devices[name];
    void this.room.publish(name, track).catch((error) => this.#complain(error));
    this.room.mute(name, !on);
    if (trouble !== null && trouble !== 'media-ended') {
      this.room.reportDevice(name, trouble === 'media-not-allowed' ? 'refused' : 'failed');
    }
    this.showPeople();
  }

  async toggleScreen() {
    if (this.#screen.on) {
      this.#screen.stop(this.room);
      return;
    }
    try {
      await this.#screen.start(this.room);
    } catch (error) {
      this.#complain(error);
    }
  }

  showPeople() {
    const { stage, devices, language } = this.#parts;
    stage.showTiles(tilesOf(this.room.peers, devices.devices, language));
  }

  #listen() {
    const { room } = this;
    const show = () => this.showPeople();
    this.#parts.conversation.attach(room);
    room.on('status', () => this.#onStatus());
    room.on('peer-joined', show);
    room.on('peer-left', show);
    room.on('peer-changed', () => {
      show();
      this.#watch.look();
    });
    room.on('track', show);
    room.on('track-ended', show);
  }

  /**
   * @param {readonly import('./call-watch.js').Sample[]} samples
   * @param {import('./status-text.js').Path} path
   */
  #onSamples(samples, path) {
    this.#parts.details.show(samples);
    if (path !== this.#path) {
      this.#path = path;
      this.#onStatus();
    }
  }

  #onStatus() {
    const { status, self } = this.room;
    const may = (/** @type {string} */ what) => self.grants === null || self.grants.includes(what);
    this.#parts.controls.showPossible('screen', this.#screen.possible && may('screen'));
    this.#parts.stage.showStatus(status);
    this.showPeople();
    if (status.state === 'left' || status.state === 'refused') {
      this.#watch.close();
      this.#screen.stop(this.room);
    }
    this.#parts.onStatus(status, this.#path);
  }

  /** @param {unknown} error */
  #complain(error) {
    const { language, say } = this.#parts;
    if (error instanceof OtterError) {
      const { title, advice } = language.error(error.code);
      say(`${title}. ${advice}`);
    } else {
      say(language.say('problem.screen'));
    }
  }
}

/** What is sent under these names: the picture of a screen, and its sound where the browser gives it. */
const PICTURE = 'screen';
const SOUND = 'screen-sound';

/**
 * Sharing the screen beside the camera. Ends by the button of the page, by the browser's own, or when what is shared is
 * closed.
 */
export class ScreenShare {
  #mediaDevices;
  #onChange;
  /** @type {MediaStreamTrack[]} */
  #tracks = [];
  #asking = false;

  /**
   * @param {Pick<MediaDevices, 'getDisplayMedia'> | undefined} mediaDevices  missing on pages that are not served securely
   * @param {(on: boolean) => void} onChange
   */
  constructor(mediaDevices, onChange) {
    this.#mediaDevices = mediaDevices;
    this.#onChange = onChange;
  }

  /** Whether the browser can; phones cannot. */
  get possible() {
    return typeof this.#mediaDevices?.getDisplayMedia === 'function';
  }

  get on() {
    return this.#tracks.length > 0;
  }

  /**
   * Asks the user what to share, and shares it.
   *
   * @param {import('../client/index.js').Room} room
   * @throws {Error} when it did not work; not when the user thinks better of it
   */
  async start(room) {
    if (this.#asking || this.on || !this.#mediaDevices) {
      return;
    }
    this.#asking = true;
    try {
      const stream = await this.#mediaDevices.getDisplayMedia({ video: true, audio: true });
      this.#tracks = stream.getTracks();
      for (const track of this.#tracks) {
        track.addEventListener('ended', () => this.stop(room));
        await room.publish(track.kind === 'video' ? PICTURE : SOUND, track, { kind: 'screen' });
      }
      this.#onChange(this.on);
    } catch (error) {
      this.stop(room);
      if (!(error instanceof Error && error.name === 'NotAllowedError')) {
        throw error;
      }
    } finally {
      this.#asking = false;
    }
  }

  /** @param {import('../client/index.js').Room} room */
  stop(room) {
    if (!this.on) {
      return;
    }
    this.#tracks.forEach((track) => track.stop());
    this.#tracks = [];
    room.unpublish(PICTURE);
    room.unpublish(SOUND);
    this.#onChange(false);
  }
}

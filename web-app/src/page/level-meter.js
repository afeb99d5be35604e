/** How often the level is looked at. */
const LOOK_EVERY_MS = 100;

/** Speech close to a microphone has about this much; the meter is full there. From 0 to 1. */
const LOUD = 0.3;

/**
 * Shows how loud the microphone is, so that its user sees that it works. Keeps no sound, and holds the track only while
 * it is shown.
 */
export class LevelMeter {
  #meter;
  /** @type {AudioContext | null} */
  #audio = null;
  /** @type {MediaStreamTrack | null} */
  #track = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {HTMLMeterElement} meter  from 0 to 1 */
  constructor(meter) {
    this.#meter = meter;
  }

  /** @param {MediaStreamTrack | null} track  of the microphone; null: none, or not shown any more */
  show(track) {
    if (track === this.#track) {
      return;
    }
    this.#track = track;
    clearInterval(this.#timer);
    void this.#audio?.close();
    this.#audio = null;
    this.#meter.value = 0;
    if (track) {
      this.#listen(track);
    }
  }

  /** @param {MediaStreamTrack} track */
  #listen(track) {
    const audio = new AudioContext();
    const analyser = audio.createAnalyser();
    analyser.fftSize = 1024;
    audio.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#audio = audio;
    this.#timer = setInterval(() => {
      // A browser may hold it back until the user has touched the page.
      void (audio.state === 'suspended' && audio.resume().catch(() => {}));
      analyser.getFloatTimeDomainData(samples);
      const loudness = Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length);
      this.#meter.value = Math.min(1, loudness / LOUD);
    }, LOOK_EVERY_MS);
  }
}

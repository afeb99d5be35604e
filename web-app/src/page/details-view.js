import { element, storage } from './elements.js';
import { nameOf } from './people.js';
import { Plot } from './plot.js';

/** Two minutes of seconds. */
const SHOWN = 120;

/** Where it stays that somebody does not want the figures to be reported. */
const REPORTS_KEY = 'otter.reports';

/**
 * @typedef {import('./call-watch.js').Sample} Sample
 * @typedef {import('./language/language.js').Language} Language
 *
 * @typedef {object} Line  one figure, with its course
 * @property {import('./language/language.js').MessageKey} label
 * @property {(sample: Sample) => number} value
 * @property {(value: number, sample: Sample, language: Language) => string} text
 */

/** @type {readonly Line[]} */
const LINES = Object.freeze([
  { label: 'details.in', value: ({ figures }) => figures?.inKbps ?? 0, text: kbps },
  { label: 'details.out', value: ({ figures }) => figures?.outKbps ?? 0, text: kbps },
  {
    label: 'details.loss',
    value: ({ figures }) => figures?.lossPercent ?? 0,
    text: (value, _, language) => `${language.number(value, 1)} %`,
  },
  {
    label: 'details.rtt',
    value: ({ look }) => look.roundTripMs ?? 0,
    text: (value, { look }, language) => (look.roundTripMs === null ? '–' : `${language.number(value)} ms`),
  },
  {
    label: 'details.picture',
    value: ({ look }) => look.height,
    text: (_, { look, figures }, language) =>
      look.width === 0
        ? language.say('details.picture.none')
        : `${look.width}×${look.height}, ${language.number(figures?.framesPerSecond ?? 0)}/s`,
  },
]);

/**
 * How each connection does: its path, and figures with their course over the last two minutes. And whether whoever runs
 * the call is told of them.
 */
export class DetailsView {
  /** Called when the user has changed their mind. @type {(on: boolean) => void} */
  onReports = () => {};

  #list = element('details-list', HTMLElement);
  #empty = element('details-empty', HTMLElement);
  #reports = element('details-reports', HTMLInputElement);
  #language;
  /** By connection id. @type {Map<string, PeerDetails>} */
  #peers = new Map();

  /** @param {Language} language */
  constructor(language) {
    this.#language = language;
    const kept = storage('localStorage');
    this.#reports.checked = kept.getItem(REPORTS_KEY) !== 'off';
    this.#reports.addEventListener('change', () => {
      kept.setItem(REPORTS_KEY, this.reports ? 'on' : 'off');
      this.onReports(this.reports);
    });
  }

  focus() {
    this.#list.focus();
  }

  /** Whether whoever runs the call may be told. */
  get reports() {
    return this.#reports.checked;
  }

  /** @param {readonly Sample[]} samples  of all who are reached */
  show(samples) {
    for (const [id, details] of this.#peers) {
      if (!samples.some(({ peer }) => peer.id === id)) {
        details.element.remove();
        this.#peers.delete(id);
      }
    }
    for (const sample of samples) {
      const known = this.#peers.get(sample.peer.id);
      const details = known ?? new PeerDetails(this.#language);
      if (!known) {
        this.#peers.set(sample.peer.id, details);
        this.#list.append(details.element);
      }
      details.show(sample);
    }
    this.#empty.hidden = samples.length > 0;
  }
}

class PeerDetails {
  element = document.createElement('section');

  #language;
  #title = document.createElement('h3');
  #path = document.createElement('dd');
  #figures;

  /** @param {Language} language */
  constructor(language) {
    this.#language = language;
    this.element.className = 'peer-details';
    const list = document.createElement('dl');
    const path = document.createElement('dt');
    path.textContent = language.say('details.path');
    list.append(path, this.#path);
    this.#figures = LINES.map((line) => {
      const label = language.say(line.label);
      const name = document.createElement('dt');
      name.textContent = label;
      const value = document.createElement('dd');
      const text = document.createElement('span');
      const plot = new Plot({ capacity: SHOWN, label });
      value.append(text, plot.element);
      list.append(name, value);
      return { line, text, plot };
    });
    this.element.append(this.#title, list);
  }

  /** @param {Sample} sample */
  show(sample) {
    const language = this.#language;
    const { path, protocol } = sample.look;
    this.#title.textContent = language.say('details.with', { name: nameOf(sample.peer, language) });
    this.#path.textContent = language.say(`details.path.${path ?? 'none'}`, { protocol: protocol ?? '' });
    for (const { line, text, plot } of this.#figures) {
      const value = line.value(sample);
      text.textContent = line.text(value, sample, language);
      plot.add(value);
    }
  }
}

/**
 * @param {number} value
 * @param {Sample} _
 * @param {Language} language
 */
function kbps(value, _, language) {
  return value >= 1_000 ? `${language.number(value / 1_000, 1)} Mbit/s` : `${language.number(value)} kbit/s`;
}

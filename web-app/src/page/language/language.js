import { ERRORS } from '../../client/errors.js';
import { en } from './en.js';

/**
 * @typedef {keyof typeof en} MessageKey
 * @typedef {Readonly<Record<string, string>>} Messages  some or all of the keys, and `error.<code>.title`, `.advice`
 */

/** The languages of the page; English is the one that is complete by definition. */
const LANGUAGES = /** @type {Readonly<Record<string, () => Promise<Messages>>>} */ ({
  en: async () => en,
  de: async () => {
    const [{ de }, { deErrors }] = await Promise.all([import('./de.js'), import('./de-errors.js')]);
    return { ...de, ...deErrors };
  },
});

/**
 * The page's words in one language. Messages have places like `{name}`; a message with `.one` and `.other` forms is
 * chosen by its `count`.
 */
export class Language {
  #messages;
  #plural;

  /**
   * @param {string} tag  `en`, `de`
   * @param {Messages} messages
   */
  constructor(tag, messages) {
    this.tag = tag;
    this.#messages = messages;
    this.#plural = new Intl.PluralRules(tag);
  }

  /**
   * Loads the first language of a user's list that the page has.
   *
   * @param {readonly string[]} wanted  as `navigator.languages`
   */
  static async choose(wanted) {
    const tags = wanted.map((tag) => tag.toLowerCase().split('-')[0]);
    const tag = tags.find((each) => Object.hasOwn(LANGUAGES, each)) ?? 'en';
    try {
      return new Language(tag, await LANGUAGES[tag]());
    } catch {
      return new Language('en', en); // its words did not come: better others than no page
    }
  }

  /**
   * @param {MessageKey | PluralKey} key
   * @param {Record<string, string | number>} [values]
   */
  say(key, values = {}) {
    const form = typeof values.count === 'number' ? `${key}.${this.#plural.select(values.count)}` : key;
    const text = this.#find(form) ?? this.#find(`${key}.other`) ?? this.#find(key) ?? key;
    return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
  }

  /**
   * @param {import('../../client/errors.js').ErrorCode} code
   * @returns {{ title: string, advice: string, canRetry: boolean }}
   */
  error(code) {
    const { title, advice, canRetry } = ERRORS[code];
    return {
      title: this.#messages[`error.${code}.title`] ?? title,
      advice: this.#messages[`error.${code}.advice`] ?? advice,
      canRetry,
    };
  }

  /** @param {number} bytes */
  size(bytes) {
    const units = ['B', 'kB', 'MB', 'GB'];
    const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
    const number = new Intl.NumberFormat(this.tag, { maximumFractionDigits: step === 0 ? 0 : 1 });
    return `${number.format(bytes / 1000 ** step)} ${units[step]}`;
  }

  /** @param {number} value @param {number} [digits] after the point */
  number(value, digits = 0) {
    return new Intl.NumberFormat(this.tag, { maximumFractionDigits: digits }).format(value);
  }

  /** Hours and minutes of a clock. @param {number} atMs since 1970 */
  time(atMs) {
    return new Intl.DateTimeFormat(this.tag, { hour: '2-digit', minute: '2-digit' }).format(atMs);
  }

  /** @param {number} lengthMs @returns {string} as `1:02:03` or `2:03` */
  duration(lengthMs) {
    const seconds = Math.floor(lengthMs / 1_000);
    const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
    const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
    return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
  }

  /**
   * Puts the words into a page: `data-say` is an element's text, `data-say-label` its `aria-label` and `title`,
   * `data-say-placeholder` its placeholder.
   *
   * @param {Document} page
   */
  applyTo(page) {
    page.documentElement.lang = this.tag;
    for (const element of page.querySelectorAll('[data-say]')) {
      element.textContent = this.say(keyOf(element, 'data-say'));
    }
    for (const element of page.querySelectorAll('[data-say-label]')) {
      const label = this.say(keyOf(element, 'data-say-label'));
      element.setAttribute('aria-label', label);
      if (element instanceof HTMLButtonElement) {
        element.title = label;
      }
    }
    for (const element of page.querySelectorAll('[data-say-placeholder]')) {
      element.setAttribute('placeholder', this.say(keyOf(element, 'data-say-placeholder')));
    }
  }

  /** @param {string} key */
  #find(key) {
    return this.#messages[key] ?? /** @type {Messages} */ (en)[key];
  }
}

/** @typedef {'lobby.present' | 'people' | 'chat.unread'} PluralKey  has forms by count */

/**
 * @param {Element} element
 * @param {string} attribute
 */
function keyOf(element, attribute) {
  return /** @type {MessageKey} */ (element.getAttribute(attribute));
}

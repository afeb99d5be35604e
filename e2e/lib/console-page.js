import { trouble } from './browser.js';
import { until } from './until.js';

const BOUND_MS = 60_000;

/** The operator's console in a browser, driven as an operator drives it. */
export class ConsolePage {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(BOUND_MS);
  }

  /** @param {string} origin */
  async open(origin) {
    await this.page.goto(`${origin}/console`);
    await this.page.locator('#door, #board').filter({ visible: true }).waitFor();
  }

  /** @param {string} key */
  async signIn(key) {
    await this.page.fill('#door-key', key);
    await this.page.keyboard.press('Enter');
  }

  async untilLive() {
    await this.page.locator('#live[data-live="on"]').waitFor();
  }

  /** @param {'nodes' | 'calls' | 'relays' | 'keys'} kind */
  cards(kind) {
    return this.page.locator(`#${kind} > li`);
  }

  /**
   * @param {'nodes' | 'calls' | 'relays' | 'keys'} kind
   * @param {number} count
   */
  untilCards(kind, count) {
    return until(`${count} ${kind} are shown`, BOUND_MS, async () => {
      return (await this.cards(kind).count()) === count;
    });
  }

  /**
   * Does something that asks first, and says yes.
   *
   * @param {string} label  of the button
   * @param {string} told  what is said when it is done
   */
  async act(label, told) {
    await this.page.getByRole('button', { name: label, exact: true }).click();
    await this.page.locator('#confirm[open]').waitFor();
    await this.page.click('#confirm-yes');
    await this.page.locator('#toast').getByText(told).waitFor();
  }

  /** What went wrong in the page; that an answer was a refusal is for the page to say. */
  trouble() {
    return trouble(this.page).filter((line) => !line.includes('Failed to load resource'));
  }
}

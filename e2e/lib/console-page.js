import { newPerson, trouble } from './browser.js';
import { until } from './until.js';

const BOUND_MS = 60_000;

/** A browser may try for forty seconds before it gives a relay up. */
const CAUSE_BOUND_MS = 120_000;

/** The operator's console in a browser, driven as an operator drives it. */
export class ConsolePage {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(BOUND_MS);
  }

  /**
   * The console of a node, with somebody signed in, and live.
   *
   * @param {import('playwright-core').Browser} browser
   * @param {{ origin: string, apiKey: string }} node
   */
  static async signedIn(browser, { origin, apiKey }) {
    const console = new ConsolePage(await newPerson(browser));
    await console.open(origin);
    await console.signIn(apiKey);
    await console.untilLive();
    return console;
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

  /** @param {'nodes' | 'calls' | 'relays' | 'turn-secret' | 'keys'} kind */
  cards(kind) {
    return this.page.locator(`#${kind} > li`);
  }

  /**
   * @param {'nodes' | 'calls' | 'relays' | 'turn-secret' | 'keys'} kind
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
    // What is told goes away after some seconds.
    await Promise.all([
      this.page.locator('#toast').getByText(told).waitFor(),
      this.page.click('#confirm-yes'),
    ]);
  }

  /**
   * Waits until a call is among the last failures, with a cause.
   *
   * @param {string} roomId
   * @param {string} cause  see docs/why-calls-fail.md
   */
  async untilFailure(roomId, cause) {
    const failure = this.page.locator('#failures > li').filter({ hasText: roomId });
    let last = '';
    await until(`the console says of ${roomId}: ${cause}`, CAUSE_BOUND_MS, async () => {
      last = await failure.evaluateAll((rows) =>
        rows.map((row) => row.querySelector('.cause')?.textContent).join(),
      );
      return last === cause;
    }).catch((error) => {
      throw new Error(`the console says ${last || 'nothing'}`, { cause: error });
    });
  }

  /**
   * Opens the timeline of a call that goes on, again and again, until it says what happened.
   *
   * @param {string} room  as its card calls it
   * @param {string} what  what it is to say
   */
  async untilTimelineSays(room, what) {
    const verdict = this.page.locator('#timeline-verdict');
    await until(`the timeline of ${room} says: ${what}`, CAUSE_BOUND_MS, async () => {
      await this.page.getByRole('button', { name: `Timeline of ${room}`, exact: true }).click();
      await verdict.filter({ hasText: /./ }).waitFor();
      const said = await verdict.textContent();
      await this.page.keyboard.press('Escape');
      return said === what;
    });
  }

  /**
   * Opens the timeline of a call that goes on, and leaves it open: it says what happens.
   *
   * @param {string} room  as its card calls it
   */
  async openTimeline(room) {
    await this.page.getByRole('button', { name: `Timeline of ${room}`, exact: true }).click();
    await this.page.locator('#timeline-verdict').filter({ hasText: /./ }).waitFor();
  }

  /**
   * Waits until the open timeline says what happened.
   *
   * @param {string} what
   * @param {boolean} failed  whether the call failed by it
   */
  async untilOpenTimelineSays(what, failed) {
    const verdict = this.page.locator(`#timeline-verdict[data-failed="${failed}"]`);
    await verdict.getByText(what, { exact: true }).waitFor();
  }

  /** What went wrong in the page; that an answer was a refusal is for the page to say. */
  trouble() {
    return trouble(this.page).filter((line) => !line.includes('Failed to load resource'));
  }
}

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const SCREENSHOTS = new URL('../screenshots/', import.meta.url).pathname;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const SIZES = Object.freeze([
  { width: 1920, height: 1080 },
  { width: 1280, height: 800 },
  { width: 375, height: 740 },
]);
const AXE_AT = Object.freeze({ dark: 1920, light: 375 });
const SCHEMES = /** @type {const} */ (['dark', 'light']);

/** axe's rules: WCAG 2.2 up to AA, and what its authors hold for good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Looks at a page as it is now: a screenshot at each width, dark and light, for people to look at; and what a program
 * can see of it: nothing lies outside of the page, and axe finds no serious fault, dark
 * at the widest and light at the narrowest.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} state  name of the screenshots
 */
export async function lookAtPage(page, state) {
  await mkdir(SCREENSHOTS, { recursive: true });
  const before = page.viewportSize();
  /** @type {string[]} */
  const faults = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const size of SIZES) {
      const name = `${state}-${size.width}-${colorScheme}`;
      await page.setViewportSize(size);
      await page.evaluate(nextFrame);
      await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, animations: 'disabled' });
      faults.push(...(await page.evaluate(outside)).map((what) => `${name}: ${what} is outside of the page`));
      if (AXE_AT[colorScheme] === size.width) {
        faults.push(...(await seriousFaults(page)).map((what) => `${name}: ${what}`));
      }
    }
  }
  if (before) {
    await page.setViewportSize(before);
  }
  assert.deepEqual(faults, []);
}

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>} of axe, one a line
 */
async function seriousFaults(page) {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(await readFile(AXE, 'utf8'));
  }
  return page.evaluate(async (tags) => {
    const { axe } = /** @type {any} */ (window);
    const { violations } = await axe.run(document, {
      runOnly: tags,
      resultTypes: ['violations'],
      preload: false,
    });
    return violations
      .filter((/** @type {any} */ { impact }) => impact === 'serious' || impact === 'critical')
      .flatMap((/** @type {any} */ { id, nodes }) =>
        nodes.map((/** @type {any} */ { target, failureSummary }) => {
          return `${id} at ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`;
        }),
      );
  }, TAGS);
}

/** Runs in the page: what was just resized has been laid out and painted. */
function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

/** Runs in the page: what a user could not reach, or would have to scroll sideways for. */
function outside() {
  const wide = document.documentElement.scrollWidth > window.innerWidth ? ['the page itself'] : [];
  const lost = [...document.querySelectorAll('button, input, select, textarea, a, h1, h2, .tile')].filter(
    (each) => {
      const { left, right, width, height } = each.getBoundingClientRect();
      return each.checkVisibility() && width * height > 0 && (left < -1 || right > window.innerWidth + 1);
    },
  );
  return [
    ...wide,
    ...lost.map(({ tagName, id, className }) => `${tagName.toLowerCase()} ${id || className}`),
  ];
}

/**
 * Tiles lie beside each other, inside the page.
 *
 * @param {{ left: number, top: number, right: number, bottom: number }[]} boxes
 * @param {number} width
 * @param {number} height
 */
export function assertApart(boxes, width, height) {
  for (const [index, box] of boxes.entries()) {
    assert.ok(
      box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height,
      'outside of the page',
    );
    for (const other of boxes.slice(index + 1)) {
      const apart =
        box.right <= other.left ||
        other.right <= box.left ||
        box.bottom <= other.top ||
        other.bottom <= box.top;
      assert.ok(apart, 'two tiles lie on each other');
    }
  }
}

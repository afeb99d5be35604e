import { chromium } from 'playwright-core';

const EXECUTABLE = process.env.OTTER_E2E_CHROMIUM ?? '/usr/bin/chromium';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What the browser has to see and hear with, and what its user says when asked. */
const MEDIA_FLAGS = {
  fake: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  noCamera: ['--use-fake-device-for-media-stream=device-count=0', '--use-fake-ui-for-media-stream'],
  denied: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'],
};

/** What went wrong in a page: errors of scripts and console, and violations of the Content-Security-Policy. */
const troubleOf = /** @type {WeakMap<import('playwright-core').Page, string[]>} */ (new WeakMap());

/** @param {keyof typeof MEDIA_FLAGS} [media] */
export function launchBrowser(media = 'fake') {
  const args = [...FLAGS, ...MEDIA_FLAGS[media]];
  return chromium.launch({ executablePath: EXECUTABLE, headless: true, args });
}

/**
 * A page as of another person: own context, own storage, a fake camera of 640x480 (two encoders and two decoders
 * share two cores).
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function newPerson(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'dark',
    ...options,
  });
  await context.addInitScript(useSmallCamera);
  await context.addInitScript(watchPolicy);
  const page = await context.newPage();
  /** @type {string[]} */
  const lines = [];
  troubleOf.set(page, lines);
  page.on('pageerror', (error) => lines.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      lines.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  return page;
}

/** @param {import('playwright-core').Page} page */
export function trouble(page) {
  return troubleOf.get(page) ?? [];
}

function useSmallCamera() {
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints) => {
    const size = { width: 640, height: 480, frameRate: 15 };
    const video =
      typeof constraints?.video === 'object' ? { ...constraints.video, ...size } : constraints?.video;
    return getUserMedia({ ...constraints, video });
  };
}

function watchPolicy() {
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    // eslint-disable-next-line no-console -- the console is how the test hears of it
    console.error(`policy violation: ${violatedDirective} ${blockedURI}`);
  });
}

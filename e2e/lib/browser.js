import { chromium } from 'playwright-core';
import { filmPortrait } from './portrait.js';
import { noteSecretsOf } from './secrets.js';

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

/** So long a click or a load may take where the machine is busy. */
const ACTION_BOUND_MS = 60_000;

/** What the browser has to see and hear with, and what its user says when asked. */
const MEDIA_FLAGS = {
  fake: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  /** The second of Chromium's fake cameras sees depth only, which no call can carry: choose the third. */
  threeCameras: ['--use-fake-device-for-media-stream=device-count=3', '--use-fake-ui-for-media-stream'],
  noCamera: ['--use-fake-device-for-media-stream=device-count=0', '--use-fake-ui-for-media-stream'],
  denied: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'],
};

/** What went wrong in a page: errors of scripts and console, and violations of the Content-Security-Policy. */
const troubleOf = /** @type {WeakMap<import('playwright-core').Page, string[]>} */ (new WeakMap());

/**
 * @param {keyof typeof MEDIA_FLAGS} [media]
 * @param {string[]} [more] flags
 */
export function launchBrowser(media = 'fake', more = []) {
  const args = [...FLAGS, ...MEDIA_FLAGS[media], ...more];
  return chromium.launch({ executablePath: EXECUTABLE, headless: true, args });
}

/**
 * A browser that can be killed, as a machine's memory killer does: it says goodbye to nobody.
 *
 * @returns {Promise<{ browser: import('playwright-core').Browser, kill: () => Promise<void> }>}
 */
export async function launchMortalBrowser() {
  const args = [...FLAGS, ...MEDIA_FLAGS.fake];
  const server = await chromium.launchServer({ executablePath: EXECUTABLE, headless: true, args });
  const browser = await chromium.connect(server.wsEndpoint());
  return { browser, kill: () => server.kill() };
}

/**
 * A browser whose camera shows an otter.
 *
 * @param {Parameters<typeof filmPortrait>[0]} scene
 * @param {string} directory  for the film
 */
export async function launchWithPortrait(scene, directory) {
  const film = await filmPortrait(scene, directory, EXECUTABLE);
  return launchBrowser('fake', [`--use-file-for-fake-video-capture=${film}`]);
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
  context.setDefaultTimeout(ACTION_BOUND_MS);
  const page = await context.newPage();
  noteSecretsOf(page);
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
    const size = { width: 640, height: 480, frameRate: /** @type {any} */ (window).cameraRate ?? 15 };
    const video =
      typeof constraints?.video === 'object' ? { ...constraints.video, ...size } : constraints?.video;
    return getUserMedia({ ...constraints, video });
  };
}

function watchPolicy() {
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    console.error(`policy violation: ${violatedDirective} ${blockedURI}`);
  });
}

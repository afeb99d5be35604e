import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';

/** One loop of the picture; Chromium plays a Motion-JPEG file as if a camera took it, over and over. */
const FRAMES = 24;

/** So long drawing one picture may take where the machine is busy. */
const BOUND_MS = 60_000;

const SCENES = {
  dawn: {
    sky: ['#f6d7b0', '#e9a48a'],
    sun: '#fff3dc',
    sea: ['#4d9a97', '#2c6f74'],
    fur: '#7a5238',
    face: '#ecd9be',
  },
  dusk: {
    sky: ['#28345e', '#8f6a8f'],
    sun: '#f4e6c8',
    sea: ['#274b6d', '#16304a'],
    fur: '#5b4037',
    face: '#d9c3a8',
  },
};

/**
 * Draws a small film of 640x480, an otter afloat, for a camera that shows more than Chromium's green test picture:
 * the screenshots of the tests are the ones people see in the README.
 *
 * @param {keyof typeof SCENES} scene
 * @param {string} directory
 * @param {string} executablePath
 * @returns {Promise<string>} the file
 */
export async function filmPortrait(scene, directory, executablePath) {
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 640, height: 480 } });
    page.setDefaultTimeout(BOUND_MS);
    const frames = [];
    for (let frame = 0; frame < FRAMES; frame++) {
      await page.setContent(`<body style="margin:0">${drawPortrait(scene, (frame / FRAMES) * 2 * Math.PI)}`);
      frames.push(await page.screenshot({ type: 'jpeg', quality: 90 }));
    }
    const file = path.join(directory, `${scene}.mjpeg`);
    await writeFile(file, Buffer.concat(frames));
    return file;
  } finally {
    await browser.close();
  }
}

/**
 * @param {keyof typeof SCENES} scene
 * @param {number} phase  of its bobbing, 0 to 2π
 * @returns {string} SVG of 640x480
 */
export function drawPortrait(scene, phase) {
  const { sky, sun, sea, fur, face } = SCENES[scene];
  const bob = Math.sin(phase) * 7;
  const tilt = Math.sin(phase + 1) * 2.5;
  const drift = Math.sin(phase) * 30;
  return `<svg width="640" height="480" viewBox="0 0 640 480" xmlns="http://www.w3.org/2000/svg">
    <defs>
      <linearGradient id="s" x2="0" y2="1"><stop stop-color="${sky[0]}"/><stop offset="1" stop-color="${sky[1]}"/></linearGradient>
      <linearGradient id="w" x2="0" y2="1"><stop stop-color="${sea[0]}"/><stop offset="1" stop-color="${sea[1]}"/></linearGradient>
    </defs>
    <rect width="640" height="480" fill="url(#s)"/>
    <circle cx="500" cy="120" r="46" fill="${sun}" opacity=".9"/>
    ${wave(300, drift, 0.55)}
    <g transform="translate(320 ${262 + bob}) rotate(${tilt}) scale(5.6) translate(-24 -26)">
      <path d="M10 34c-6 10-8 24-8 40h44c0-16-2-30-8-40z" fill="${fur}"/>
      <g fill="${fur}"><circle cx="7.6" cy="14.6" r="4.6"/><circle cx="40.4" cy="14.6" r="4.6"/><ellipse cx="24" cy="24.5" rx="20" ry="17.5"/></g>
      <g fill="${face}"><ellipse cx="18.6" cy="31" rx="8" ry="7"/><ellipse cx="29.4" cy="31" rx="8" ry="7"/><ellipse cx="24" cy="35.6" rx="6" ry="4.8"/></g>
      <g fill="#1b1512"><circle cx="14.2" cy="19.8" r="2.3"/><circle cx="33.8" cy="19.8" r="2.3"/><path d="M24 30.2c-1.7 0-5-2.6-5-4.6 0-1.7 2.2-2.4 5-2.400s5 .7 5 2.400c0 2-3.3 4.6-5 4.600z"/></g>
      <g fill="none" stroke="#1b1512" stroke-linecap="round"><path stroke-width="1.2" d="M24 30v3.200m-4.8 1.600c2 1.5 4 .8 4.8-1.6.8 2.4 2.8 3.1 4.8 1.6"/><path stroke-width=".6" d="M13.8 29.6 7 28.200m6.8 4.2-6.2 1.800M34.2 29.6 41 28.200m-6.8 4.2 6.2 1.8"/></g>
      <circle cx="15" cy="19" r=".7" fill="#fff"/><circle cx="34.6" cy="19" r=".7" fill="#fff"/>
    </g>
    ${wave(392, -drift, 0.92)}
  </svg>`;
}

/**
 * @param {number} y
 * @param {number} shift
 * @param {number} opacity
 */
function wave(y, shift, opacity) {
  const crests = 't80 0 '.repeat(11);
  const line = `M-160 ${y} q40 -16 80 0 ${crests}V480 H-160 Z`;
  return `<path d="${line}" transform="translate(${shift} 0)" fill="url(#w)" opacity="${opacity}"/>`;
}

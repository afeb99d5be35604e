/**
 * What the client needs from the world outside, gathered in one object so that tests can pass fakes.
 * Nothing in `client/` reads a global of the browser by itself.
 *
 * @typedef {object} Environment
 * @property {new (configuration?: RTCConfiguration) => RTCPeerConnection} RTCPeerConnection
 * @property {new (url: string, protocols: string[]) => WebSocket} WebSocket
 * @property {new () => MediaStream} MediaStream
 * @property {(input: string, init?: RequestInit) => Promise<Response>} fetch
 * @property {(callback: () => void, delayMs: number) => number} setTimeout
 * @property {(timer: number) => void} clearTimeout
 * @property {() => number} nowMs   a clock that never runs backwards
 * @property {() => number} random  at least 0, below 1
 * @property {() => string} randomSecret  32 random bytes from a strong source, base64url
 * @property {(callback: () => void) => () => void} onWake  the network or the page came back; answers how to stop
 */

/**
 * The environment of a real browser window.
 *
 * @param {typeof globalThis} browserWindow
 * @returns {Environment}
 */
export function browserEnvironment(browserWindow) {
  return {
    RTCPeerConnection: browserWindow.RTCPeerConnection,
    WebSocket: browserWindow.WebSocket,
    MediaStream: browserWindow.MediaStream,
    fetch: (input, init) => browserWindow.fetch(input, init),
    // The casts: with Node's types loaded (for the tests) setTimeout is thought to answer an object.
    setTimeout: (callback, delayMs) =>
      /** @type {number} */ (/** @type {unknown} */ (browserWindow.setTimeout(callback, delayMs))),
    clearTimeout: (timer) => browserWindow.clearTimeout(timer),
    nowMs: () => browserWindow.performance.now(),
    random: () => Math.random(),
    randomSecret: () => {
      const bytes = browserWindow.crypto.getRandomValues(new Uint8Array(32));
      return browserWindow
        .btoa(String.fromCharCode(...bytes))
        .replace(/[+/=]/g, (character) => ({ '+': '-', '/': '_' })[character] ?? '');
    },
    onWake: (callback) => {
      const events = ['online', 'pageshow'];
      events.forEach((name) => browserWindow.addEventListener(name, callback));
      return () => events.forEach((name) => browserWindow.removeEventListener(name, callback));
    },
  };
}

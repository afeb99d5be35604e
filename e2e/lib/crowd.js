import { drawPortrait } from './portrait.js';
import { noteSecrets } from './secrets.js';

/**
 * People who fill a room, all in one page, each by the SDK with a moving picture of its own.
 *
 * @typedef {object} Member
 * @property {string} name
 * @property {boolean} pictured
 */
export class Crowd {
  #page;

  /** @param {import('playwright-core').Page} page  of an origin that has the SDK */
  constructor(page) {
    this.#page = page;
  }

  /**
   * @param {string} link
   * @param {readonly Member[]} members
   */
  async join(link, members) {
    const pictures = [0, 2, 4].flatMap((phase) => [drawPortrait('dawn', phase), drawPortrait('dusk', phase)]);
    await this.#page.evaluate(joinAll, { link, members, pictures });
  }

  /**
   * Each with a token that says who they are, and nobody pictured.
   *
   * @param {import('./otter-node.js').OtterNode} node  that makes the tokens, and takes them in
   * @param {string} room
   * @param {readonly string[]} identities
   */
  async joinAs(node, room, identities) {
    const tokens = identities.map(async (identity) => {
      const response = await fetch(`${node.origin}/v1/rooms/${room}/tokens`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${node.apiKey}` },
        body: JSON.stringify({ identity }),
      });
      const { url } = await response.json();
      noteSecrets(url);
      return url;
    });
    const links = await Promise.all(tokens);
    await Promise.all(links.map((link) => this.join(link, [{ name: 'one of them', pictured: false }])));
  }

  /** Their pictures stand still from now on, which costs nothing: eight who see each other are 56 pictures. */
  standStill() {
    return this.#page.evaluate(() => /** @type {any} */ (window).crowdTimers.forEach(clearInterval));
  }

  leave() {
    return this.#page.evaluate(() => {
      const { crowd } = /** @type {any} */ (window);
      crowd.splice(0).forEach((/** @type {any} */ room) => room.leave());
    });
  }

  /** Somebody of the plain dialect who comes and never says a word. @param {string} roomId @param {string} token */
  async joinInSilence(roomId, token) {
    await this.#page.evaluate(
      async ([room, ticket]) => {
        const url = new URL(`/ws?roomId=${room}&token=${ticket}`, location.origin.replace('http', 'ws'));
        const socket = new WebSocket(url);
        await new Promise((resolve) => socket.addEventListener('open', resolve));
        const page = /** @type {any} */ (window);
        page.crowd ??= [];
        page.crowd.push({ leave: () => socket.close() });
      },
      [roomId, token],
    );
  }
}

/**
 * Runs in the page.
 *
 * @param {{ link: string, members: readonly Member[], pictures: string[] }} crowd
 */
async function joinAll({ link, members, pictures }) {
  const { join } = await import(`${location.origin}/assets/client/index.js`);
  const page = /** @type {any} */ (window);
  page.crowd ??= [];
  page.crowdTimers = [];
  await Promise.all(
    members.map(async ({ name, pictured }, index) => {
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(String(pictures[index % pictures.length]))}`;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: 240, height: 180 });
      const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
      let tick = 0;
      const draw = () => pen.drawImage(image, 0, Math.sin(tick++ / 3) * 4 - 4, 240, 188);
      page.crowdTimers.push(setInterval(draw, 500));
      const [camera] = canvas.captureStream(2).getVideoTracks();
      const room = join(link, { name, tracks: pictured ? { camera } : {} });
      page.crowd.push(room);
      await room.joined();
    }),
  );
}

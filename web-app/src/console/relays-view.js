import { Cards } from './cards.js';
import { actionButton, draw, figureList, make, say } from './make.js';
import { bitRate, number } from './texts.js';

/** The rail of a bar is as long as the busiest relay is busy, and at least this: 10 Mbit/s. */
const SHORTEST_RAIL_BITS = 10e6;

/** @typedef {import('./live.js').RelayFigures} RelayFigures */

/**
 * The relays of the plan, as cards with bars.
 *
 * @param {HTMLElement} list
 * @param {import('./tints.js').Tints} tints
 * @param {import('./actions.js').Actions} actions
 * @returns {{ show: (relays: readonly RelayFigures[]) => void }}
 */
export function relaysView(list, tints, actions) {
  let railBits = SHORTEST_RAIL_BITS;
  const cards = new Cards(
    list,
    (/** @type {RelayFigures} */ { id }) => id,
    (relay) => relayCard(relay, tints, actions, () => railBits),
  );
  return {
    show: (relays) => {
      railBits = Math.max(SHORTEST_RAIL_BITS, ...relays.map(({ bitsPerSecond }) => bitsPerSecond));
      cards.show(relays);
    },
  };
}

/**
 * @param {RelayFigures} first
 * @param {import('./tints.js').Tints} tints
 * @param {import('./actions.js').Actions} actions
 * @param {() => number} railBits
 * @returns {import('./cards.js').Card<RelayFigures>}
 */
function relayCard({ id, node, driver }, tints, actions, railBits) {
  const element = make('li', 'card relay');
  tints.paint(element, node);
  const state = make('span', 'state');
  const stateLine = make('p');
  stateLine.append(state);
  const name = make('div', 'card-name');
  name.append(make('h3', 'on-node', id), stateLine);
  const bar = draw('svg', { class: 'bar', role: 'img' });
  const full = draw('rect', { class: 'bar-fill', height: '100%', rx: 5 });
  bar.append(draw('rect', { class: 'bar-rail', width: '100%', height: '100%', rx: 5 }), full);
  const figures = figureList(['Relayed', 'Sessions', 'Rooms', 'Run by']);
  const drain = actionButton('Drain', `Drain relay ${id}`, () => actions.drainRelay(id));
  const buttons = make('div', 'card-actions');
  buttons.append(drain);
  element.append(name, bar, figures.element, buttons);
  return {
    element,
    show: (now) => {
      state.dataset.state = now.state;
      say(state, now.reason && now.state !== 'ready' ? `${now.state}: ${now.reason}` : now.state);
      full.setAttribute('width', `${((100 * now.bitsPerSecond) / railBits()).toFixed(1)}%`);
      bar.setAttribute('aria-label', `relays ${bitRate(now.bitsPerSecond)}`);
      figures.show([bitRate(now.bitsPerSecond), number(now.allocations), number(now.rooms), driver]);
      drain.hidden = now.state !== 'ready';
    },
  };
}

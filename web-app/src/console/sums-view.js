import { make, say } from './make.js';
import { bitRate, number, rate } from './texts.js';

/** @typedef {Pick<import('./live.js').News, 'nodes' | 'relays' | 'rooms'> & { moreRooms: boolean }} Picture */

/** @type {readonly { name: string, text: (picture: Picture) => string | null }[]} */
const SUMS = Object.freeze([
  { name: 'Nodes', text: ({ nodes }) => number(nodes?.length ?? 0) },
  { name: 'Calls', text: ({ rooms, moreRooms }) => `${number(rooms?.length ?? 0)}${moreRooms ? '+' : ''}` },
  { name: 'Clients', text: ({ nodes }) => number(sum(nodes, ({ connections }) => connections)) },
  {
    name: 'Messages',
    text: ({ nodes }) => `${rate(sum(nodes, ({ messagesPerSecond }) => messagesPerSecond))}/s`,
  },
  { name: 'Relays', text: ({ relays }) => relays && number(relays.length) },
  {
    name: 'Relayed',
    text: ({ relays }) => relays && bitRate(sum(relays, ({ bitsPerSecond }) => bitsPerSecond)),
  },
]);

/**
 * The figures at the top.
 *
 * @param {HTMLElement} list
 * @returns {{ show: (picture: Picture) => void }}
 */
export function sumsView(list) {
  const sums = SUMS.map(({ name, text }) => {
    const element = make('div');
    const value = make('dd');
    element.append(make('dt', '', name), value);
    list.append(element);
    return { element, value, text };
  });
  return {
    show: (picture) => {
      for (const { element, value, text } of sums) {
        const shown = text(picture);
        element.hidden = shown === null;
        say(value, shown ?? '');
      }
    },
  };
}

/**
 * @template Thing
 * @param {readonly Thing[] | null} things
 * @param {(thing: Thing) => number} value
 */
function sum(things, value) {
  return (things ?? []).reduce((total, thing) => total + value(thing), 0);
}

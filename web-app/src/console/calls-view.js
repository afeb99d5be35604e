import { Cards } from './cards.js';
import { actionButton, make, say } from './make.js';
import { Mesh } from './mesh.js';
import { age } from './texts.js';

/**
 * @typedef {import('./live.js').CallFigures} CallFigures
 * @typedef {import('./live.js').Person} Person
 * @typedef {import('./tints.js').Tints} Tints
 * @typedef {import('./actions.js').Actions} Actions
 */

/**
 * The calls, as cards: all rooms that somebody is in.
 *
 * @param {HTMLElement} list
 * @param {Tints} tints
 * @param {Actions} actions
 * @param {(roomId: string, name: string) => void} openTimeline
 */
export function callsView(list, tints, actions, openTimeline) {
  return new Cards(
    list,
    (/** @type {CallFigures} */ { roomId }) => roomId,
    (call) => callCard(call, tints, actions, openTimeline),
  );
}

/**
 * @param {CallFigures} first
 * @param {Tints} tints
 * @param {Actions} actions
 * @param {(roomId: string, name: string) => void} openTimeline
 * @returns {import('./cards.js').Card<CallFigures>}
 */
function callCard({ roomId, name }, tints, actions, openTimeline) {
  const shown = name ?? roomId;
  const mayChange = actions.changesRooms;
  const element = make('li', 'card call-card');
  const mesh = new Mesh(tints);
  const facts = make('p');
  const title = make('div', 'card-name');
  title.append(make('h3', '', shown), facts);
  const head = make('div', 'card-head');
  head.append(mesh.element, title);
  const list = make('ul', 'people');
  const people = new Cards(
    list,
    (/** @type {Person} */ { connectionId }) => connectionId,
    (person) =>
      personRow(
        person,
        shown,
        tints,
        mayChange ? (who) => actions.putOut(roomId, shown, person.connectionId, who) : null,
      ),
  );
  const buttons = make('div', 'card-actions');
  buttons.append(actionButton('Timeline', `Timeline of ${shown}`, () => openTimeline(roomId, shown)));
  if (mayChange) {
    buttons.append(actionButton('End', `End the room ${shown}`, () => actions.endRoom(roomId, shown)));
  }
  element.append(head, list, buttons);
  return {
    element,
    show: (now) => {
      mesh.show(now.participants);
      say(facts, `${now.participants.length} of ${now.places}, made ${age(now.createdAt, Date.now())} ago`);
      people.show(now.participants);
    },
  };
}

/**
 * @param {Person} person
 * @param {string} room
 * @param {Tints} colours
 * @param {((who: string) => void) | null} onPutOut  null where the key may not
 * @returns {import('./cards.js').Card<Person>}
 */
function personRow({ identity, connectionId }, room, colours, onPutOut) {
  const who = identity ?? `guest ${connectionId.split('.').at(-1)?.slice(0, 6)}`;
  const row = make('li', 'person');
  const label = make('span', 'person-name on-node');
  row.append(label);
  if (onPutOut) {
    row.append(actionButton('Put out', `Put out ${who}, in ${room}`, () => onPutOut(who)));
  }
  return {
    element: row,
    show: ({ node, interrupted }) => {
      colours.paint(label, node);
      say(label, interrupted ? `${who} (interrupted)` : who);
    },
  };
}

import { element } from '../page/elements.js';
import { Actions } from './actions.js';
import { callsView } from './calls-view.js';
import { ConfirmView } from './confirm-view.js';
import { FailuresView } from './failures-view.js';
import { HourView } from './hour-view.js';
import { KeysView } from './keys-view.js';
import { nodesView } from './nodes-view.js';
import { relaysView } from './relays-view.js';
import { SecretView } from './secret-view.js';
import { sumsView } from './sums-view.js';
import { TimelineView } from './timeline-view.js';
import { Tints } from './tints.js';

/** How old things are changes without news. */
const AGES_MS = 5_000;

const LISTS = ['sums', 'nodes', 'calls', 'relays', 'turn-secret', 'plots', 'failures', 'refused', 'keys'];

const confirm = new ConfirmView();
const timeline = new TimelineView();

/** The pictures of one session; what it shows is forgotten when that ends. */
export class Board {
  #nodes;
  #calls;
  #relays;
  #sums;
  #hour;
  #failures;
  #secret;
  #timer;
  /** @type {import('./sums-view.js').Picture} */
  #picture = { nodes: null, relays: null, rooms: null, moreRooms: false };

  /**
   * @param {import('./session.js').Session} session
   * @param {(text: string) => void} tell  says that something was done
   */
  constructor({ scopes }, tell) {
    LISTS.forEach((id) => element(id, HTMLElement).replaceChildren());
    confirm.onDone = tell;
    const tints = new Tints();
    const openTimeline = (/** @type {string} */ roomId, /** @type {string} */ name) =>
      timeline.open(roomId, name);
    const actions = new Actions(confirm, scopes);
    this.#nodes = nodesView(element('nodes', HTMLElement), tints, actions);
    this.#calls = callsView(element('calls', HTMLElement), tints, actions, openTimeline);
    this.#relays = relaysView(element('relays', HTMLElement), tints, actions);
    this.#sums = sumsView(element('sums', HTMLElement));
    this.#hour = new HourView(element('plots', HTMLElement));
    this.#failures = new FailuresView(openTimeline);
    this.#secret = new SecretView(actions, scopes);
    const keys = new KeysView(actions);
    keys.onChanged = () => keys.refresh(scopes).catch(({ message }) => tell(message));
    keys.onChanged();
    this.#timer = window.setInterval(() => this.#show(), AGES_MS);
  }

  /** @param {import('./live.js').News} news */
  show({ nodes, relays, rooms, moreRooms, samples }) {
    const before = this.#picture;
    this.#picture = {
      nodes: nodes ?? before.nodes,
      relays: relays ?? before.relays,
      rooms: rooms ?? before.rooms,
      moreRooms: moreRooms ?? before.moreRooms,
    };
    this.#show();
    const stay = new Set(this.#picture.rooms?.map(({ roomId }) => roomId));
    if (before.rooms?.some(({ roomId }) => !stay.has(roomId))) {
      this.#failures.ask();
    }
    if (samples) {
      this.#hour.add(samples);
    }
  }

  close() {
    window.clearInterval(this.#timer);
    this.#failures.close();
    this.#secret.close();
    confirm.close();
    timeline.close();
    LISTS.forEach((id) => element(id, HTMLElement).replaceChildren());
  }

  #show() {
    const { nodes, relays, rooms, moreRooms } = this.#picture;
    this.#sums.show(this.#picture);
    this.#nodes.show(nodes ?? []);
    this.#calls.show(rooms ?? []);
    this.#relays.show(relays ?? []);
    element('calls-empty', HTMLElement).hidden = rooms === null || rooms.length > 0;
    const more = element('calls-more', HTMLElement);
    more.hidden = !moreRooms;
    more.textContent = 'There are more rooms than are looked at here; the room API lists all of them.';
    element('relays-section', HTMLElement).hidden = relays === null;
    element('relays-empty', HTMLElement).hidden = (relays ?? []).length > 0;
  }
}

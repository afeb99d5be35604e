/**
 * One thing as the page shows it, made once and changed as the thing changes.
 *
 * @template Thing
 * @typedef {object} Card
 * @property {HTMLElement} element
 * @property {(thing: Thing) => void} show
 */

/**
 * Cards of things that come and go: each keeps its element as long as its thing is there, so that focus and animation
 * stay.
 *
 * @template Thing
 */
export class Cards {
  #list;
  #idOf;
  #makeCard;
  /** @type {Map<string, Card<Thing>>} */
  #cards = new Map();

  /**
   * @param {HTMLElement} list
   * @param {(thing: Thing) => string} idOf
   * @param {(thing: Thing) => Card<Thing>} makeCard
   */
  constructor(list, idOf, makeCard) {
    this.#list = list;
    this.#idOf = idOf;
    this.#makeCard = makeCard;
  }

  /** @param {readonly Thing[]} things  in the order in which they are shown */
  show(things) {
    const ids = new Set(things.map(this.#idOf));
    for (const [id, card] of this.#cards) {
      if (!ids.has(id)) {
        card.element.remove();
        this.#cards.delete(id);
      }
    }
    things.forEach((thing, at) => {
      const id = this.#idOf(thing);
      const card = this.#cards.get(id) ?? this.#makeCard(thing);
      this.#cards.set(id, card);
      card.show(thing);
      if (this.#list.children[at] !== card.element) {
        this.#list.insertBefore(card.element, this.#list.children[at] ?? null);
      }
    });
  }
}

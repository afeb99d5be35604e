const TINTS = 8;

/** Which colour a node has: the same in all pictures, for as long as the page is open. */
export class Tints {
  /** @type {Map<string, number>} */
  #tints = new Map();

  /**
   * Gives an element the colour of a node.
   *
   * @param {Element} element
   * @param {string} node
   */
  paint(element, node) {
    const tint = this.#tints.get(node) ?? this.#tints.size % TINTS;
    this.#tints.set(node, tint);
    const wanted = `tint-${tint}`;
    if (!element.classList.contains(wanted)) {
      element.classList.remove(...[...element.classList].filter((name) => name.startsWith('tint-')));
      element.classList.add(wanted);
    }
  }
}

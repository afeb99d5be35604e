const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. What is said is text, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  made.textContent = text;
  return made;
}

/**
 * Makes an element of a drawing.
 *
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} [attributes]
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function draw(tag, attributes = {}) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, String(value));
  }
  return made;
}

/**
 * Changes a text where it has changed, so that nothing is selected away or read out again.
 *
 * @param {Element} where
 * @param {string} text
 */
export function say(where, text) {
  if (where.textContent !== text) {
    where.textContent = text;
  }
}

/**
 * A button of a card.
 *
 * @param {string} text
 * @param {string} label  what it does to what, for those who do not see the card
 * @param {() => void} onPress
 */
export function actionButton(text, label, onPress) {
  const button = make('button', 'button quiet small', text);
  button.type = 'button';
  button.setAttribute('aria-label', label);
  button.addEventListener('click', onPress);
  return button;
}

/**
 * A list of figures that keep their places.
 *
 * @param {readonly string[]} names
 */
export function figureList(names) {
  const element = make('dl', 'figures');
  const values = names.map((name) => {
    const value = make('dd');
    element.append(make('dt', '', name), value);
    return value;
  });
  return {
    element,
    /** @param {readonly string[]} texts  one for each name */
    show: (texts) => values.forEach((value, at) => say(value, texts[at] ?? '')),
  };
}

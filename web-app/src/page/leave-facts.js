/** Less than this is not worth a word. */
const FROZEN_SECONDS_TOLD = 1;

/**
 * What the page after the call says of it.
 *
 * @param {import('./call-watch.js').CallSummary} summary
 * @param {import('./language/language.js').Language} language
 * @returns {[string, string][]} names and values; none where nobody was reached
 */
export function leaveFacts({ lengthMs, people, path, frozenSeconds }, language) {
  if (people === 0) {
    return [];
  }
  /** @type {[string, string][]} */
  const facts = [
    [language.say('left.length'), language.duration(lengthMs)],
    [language.say('left.people'), language.say('people', { count: people })],
  ];
  if (path) {
    facts.push([language.say('left.path'), language.say(`left.path.${path}`)]);
  }
  if (frozenSeconds >= FROZEN_SECONDS_TOLD) {
    const seconds = language.number(frozenSeconds, 1);
    facts.push([language.say('left.freezes'), language.say('left.freezes.value', { seconds })]);
  }
  return facts;
}

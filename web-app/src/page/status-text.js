/**
 * What the page says in each state of a call: a word or two for the status chip, and, while nobody else is there to be
 * seen, a title and a line for the middle of the stage.
 *
 * @typedef {import('../client/room-status.js').RoomStatus
 *   | { state: 'idle' | 'loading', error: null, departed: null }} CallStatus  idle: not joined yet
 * @typedef {'direct' | 'relayed' | 'mixed' | null} Path  how the others are reached; null: not known, or nobody is
 * @typedef {{ chip: string, title: string, text: string, invite: boolean }} StatusText
 *
 * @param {import('./language/language.js').Language} language
 * @param {CallStatus} status
 * @param {Path} [path]
 * @returns {StatusText}
 */
export function statusText(language, { state, error, departed }, path = null) {
  const problem = error && language.error(error);
  const chip = language.say(chipKey(state, path));
  const key = titleKey(state, departed);
  if (!key) {
    return { chip, title: problem?.title ?? '', text: problem?.advice ?? '', invite: false };
  }
  return {
    chip,
    title: problem?.title ?? language.say(/** @type {MessageKey} */ (`${key}.title`)),
    text: problem?.advice ?? language.say(/** @type {MessageKey} */ (`${key}.text`)),
    invite: state === 'waiting',
  };
}

/** @typedef {import('./language/language.js').MessageKey} MessageKey */

/**
 * @param {CallStatus['state']} state
 * @param {Path} path
 * @returns {MessageKey}
 */
function chipKey(state, path) {
  return state === 'connected' && path !== null ? `chip.connected.${path}` : `chip.${state}`;
}

/**
 * @param {CallStatus['state']} state
 * @param {'left' | 'lost' | null} departed
 */
function titleKey(state, departed) {
  if (state === 'waiting' && departed) {
    return `state.waiting.${departed}`;
  }
  return ['joining', 'waiting', 'connecting', 'reconnecting', 'left'].includes(state)
    ? `state.${state}`
    : null;
}

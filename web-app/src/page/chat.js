/**
 * Lines of chat, as Otter's clients send them to each other: `{"chat":"…"}` over the channel for messages. What comes is
 * text and nothing else.
 */

/** Longer lines are cut. */
export const MAX_CHAT_LENGTH = 4_000;

/** @param {string} text */
export function writeChat(text) {
  return { chat: text.slice(0, MAX_CHAT_LENGTH) };
}

/**
 * @param {any} value  as it came from a peer
 * @returns {string | null} null: not a line of chat
 */
export function readChat(value) {
  const text = typeof value === 'object' && value !== null ? value.chat : null;
  return typeof text === 'string' && text.trim() !== '' ? text.slice(0, MAX_CHAT_LENGTH) : null;
}

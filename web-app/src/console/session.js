/** What the server refuses, with its code and its sentence. */
export class Refusal extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * @typedef {object} Session
 * @property {string} keyId
 * @property {string[]} scopes
 * @property {string} endsAt  ISO 8601
 */

const SESSION = '/console/session';

/** @returns {Promise<Session | null>} null where nobody is signed in */
export async function readSession() {
  return await request('GET', SESSION);
}

/**
 * The key is sent once, and kept nowhere: the browser gets a cookie that no script can read.
 *
 * @param {string} key
 */
export function signIn(key) {
  return request('POST', SESSION, { Authorization: `Bearer ${key}` });
}

export function signOut() {
  return request('DELETE', SESSION);
}

/**
 * A call of the API in the name of the key that signed in.
 *
 * @param {'GET' | 'POST' | 'DELETE'} method
 * @param {string} path  behind `/v1`
 */
export function call(method, path) {
  return request(method, `/console/v1${path}`);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Record<string, string>} [headers]
 * @returns {Promise<any>} what was answered; null for nothing
 */
async function request(method, path, headers = {}) {
  const response = await fetch(path, { method, headers, cache: 'no-store' }).catch(() => null);
  if (!response) {
    throw new Refusal('unreachable', 'The node does not answer. Try again.');
  }
  if (response.status === 204) {
    return null;
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refusal(answer.code ?? 'internal', answer.message ?? `It answered ${response.status}.`);
  }
  return answer;
}

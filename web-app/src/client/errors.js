/**
 * Every error a user can meet: a stable code for programs, a title and a piece of advice for people. Codes that
 * the server sends too carry the same name here.
 *
 * @typedef {object} UserError
 * @property {string} title   what happened
 * @property {string} advice  what the user can do about it
 * @property {boolean} canRetry  whether trying the same thing again may help
 *
 * @typedef {keyof typeof ERRORS} ErrorCode
 */

/**
 * @param {string} title
 * @param {string} advice
 * @returns {Readonly<UserError>}
 */
const retryable = (title, advice) => Object.freeze({ title, advice, canRetry: true });

/**
 * @param {string} title
 * @param {string} advice
 * @returns {Readonly<UserError>}
 */
const final = (title, advice) => Object.freeze({ title, advice, canRetry: false });

export const ERRORS = Object.freeze({
  // The link
  'token-missing': final(
    'This link is incomplete',
    'The part after “?token=” is missing. Copy the whole link you were sent and open it again.',
  ),
  'token-invalid': final(
    'This link is not valid',
    'It may have been cut off or changed on its way. Ask the person who invited you to send it once more.',
  ),
  'token-expired': final(
    'This link has expired',
    'Links work for a limited time. Ask the person who invited you for a fresh one.',
  ),
  'room-not-found': final(
    'There is no such call',
    'It may have ended, or the link has a typing error. Ask for a new link.',
  ),
  'room-closed': final(
    'This call has ended',
    'Whoever made the call has closed it. A new call needs a new link.',
  ),
  'room-full': retryable(
    'This call is full',
    'Everybody who fits is already here. If you are in the call in another tab, leave there first.',
  ),
  'put-out': final(
    'You were removed from the call',
    'Speak to the person who runs the call if this was a mistake.',
  ),
  'identity-replaced': final(
    'You are in this call somewhere else',
    'You joined again on another page or device, and that one stays. Close it to join here.',
  ),
  'identity-present': retryable(
    'You are in this call already',
    'Leave the call on your other page or device first, then try again.',
  ),
  'resumed-elsewhere': retryable(
    'This call goes on in another place',
    'Another page has taken over your place. If that was not you, leave the call and ask for a new link.',
  ),
  'token-revoked': final(
    'This link was taken back',
    'Whoever made the link has made it invalid. Ask for a new one.',
  ),
  'not-granted': final(
    'You may not do this in this call',
    'Your link does not allow it. Ask the person who invited you for one that does.',
  ),
  'link-invalid': final(
    'This is not a join link',
    'It looks like https://…/otter-meet/name?token=…. Copy the whole link you were sent.',
  ),
  'peer-gone': final('This person has left the call', 'Wait until they come back, then try again.'),
  'messages-waiting': retryable(
    'Too much waits to be sent',
    'The connection to the other person is slow or interrupted. Try again in a moment.',
  ),
  'origin-refused': final(
    'This page may not use this server',
    'It was opened under another address than the server’s own. Open the link exactly as you were sent it.',
  ),
  refused: retryable(
    'The server refused the call',
    'Try again in a moment; if it stays so, ask for a new link.',
  ),

  // The connection
  'connection-lost': retryable(
    'The connection to the server was lost',
    'Check your network. We keep trying to come back; picture and sound may go on meanwhile.',
  ),
  'no-path': retryable(
    'No way through to the other person',
    'A network between you blocks calls. We keep trying; another network (a phone’s, say) often helps.',
  ),
  'server-unreachable': retryable('The server does not answer', 'Check your network, then try again.'),
  'not-ready': retryable(
    'The server is being restarted',
    'You are being moved to another one; nothing to do.',
  ),
  'too-many': retryable('Too many attempts', 'The server asks for a pause. Wait a minute, then try again.'),
  'node-full': retryable(
    'The server has no room left',
    'It carries as many calls as it may. Try again in a while.',
  ),
  internal: retryable(
    'The server made a mistake',
    'It is noted in its log. We keep trying; whoever runs it can help.',
  ),
  'too-slow': retryable(
    'Your connection is too slow',
    'Messages pile up faster than your network takes them.',
  ),
  'message-too-large': retryable(
    'A message was too large',
    'The browser sent more than the server takes. Reload.',
  ),
  'message-invalid': retryable(
    'The server did not understand us',
    'Reload the page to get its newest version.',
  ),
  'message-binary': retryable(
    'A message was of the wrong kind',
    'Something in between changes messages. Reload.',
  ),
  'message-not-utf8': retryable('A message was garbled', 'Something in between damages messages. Reload.'),

  // Camera and microphone
  'media-not-allowed': retryable(
    'Access was not allowed',
    'Click the icon at the left of the address bar, allow it there, then try again.',
  ),
  'media-not-found': retryable(
    'No device was found',
    'Plug one in, or check that it is switched on, then try again.',
  ),
  'media-not-readable': retryable(
    'The device is busy',
    'Another program may be using it. Close that program, then try again.',
  ),
  'media-overconstrained': retryable(
    'The chosen device is gone',
    'It cannot do what is asked of it, or was unplugged. Choose another one.',
  ),
  'media-insecure': final(
    'The browser blocks devices here',
    'Camera and microphone need a page served over https (or localhost). Ask whoever runs this node.',
  ),
  'media-ended': retryable(
    'The device stopped',
    'It was unplugged or taken away by the system. Switch it on again.',
  ),
  'media-failed': retryable(
    'The device did not start',
    'Unplug it and plug it in again, or restart the browser.',
  ),
});

/**
 * @param {unknown} code  as sent by a server, which may be newer than this page
 * @returns {ErrorCode}
 */
export function knownErrorCode(code) {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code)
    ? /** @type {ErrorCode} */ (code)
    : 'refused';
}

/** @type {Readonly<Record<string, ErrorCode>>} */
const MEDIA_ERROR_NAMES = Object.freeze({
  NotAllowedError: 'media-not-allowed',
  SecurityError: 'media-not-allowed',
  NotFoundError: 'media-not-found',
  NotReadableError: 'media-not-readable',
  AbortError: 'media-not-readable',
  OverconstrainedError: 'media-overconstrained',
});

/**
 * @param {unknown} error  what getUserMedia failed with
 * @returns {ErrorCode}
 */
export function mediaErrorCode(error) {
  const name = error instanceof Error ? error.name : '';
  return MEDIA_ERROR_NAMES[name] ?? 'media-failed';
}

/** What a call of this package fails with: `code` for programs, `title` and `advice` for people. */
export class OtterError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} [detail]  for developers
   */
  constructor(code, detail) {
    super(detail ? `${ERRORS[code].title}: ${detail}` : ERRORS[code].title);
    this.name = 'OtterError';
    this.code = code;
    this.title = ERRORS[code].title;
    this.advice = ERRORS[code].advice;
    this.canRetry = ERRORS[code].canRetry;
  }
}

import { ERRORS } from '../client/errors.js';

/**
 * What the page says in each state of a call: a word or two for the status chip, and, while there is no picture of the
 * other person, a title and a line for the middle of the stage.
 *
 * @typedef {import('../client/room-status.js').RoomStatus
 *   | { state: 'idle', error: null, departed: null }} CallStatus  idle: not joined yet
 * @typedef {{ chip: string, title: string, text: string, invite: boolean }} StatusText
 *
 * @param {CallStatus} status
 * @returns {StatusText}
 */
export function statusText({ state, error, departed }) {
  const problem = error && ERRORS[error];
  switch (state) {
    case 'joining':
      return text('Joining…', problem ? problem.title : 'Joining the call', problem ? problem.advice : '');
    case 'waiting':
      return waitingText(departed);
    case 'connecting':
      return text(
        'Connecting…',
        problem ? problem.title : 'Connecting you',
        problem ? problem.advice : 'Somebody is here. Finding the way between the two of you.',
      );
    case 'connected':
      return text('Connected', 'You are connected', 'Their camera is off.');
    case 'reconnecting':
      return text(
        'Reconnecting…',
        problem ? problem.title : 'The connection is interrupted',
        problem ? problem.advice : 'Trying to get it back. There is nothing you need to do.',
      );
    case 'left':
      return text('Left', 'You left the call', 'Your camera and microphone are off.');
    case 'refused':
      return text(
        'Not in the call',
        problem ? problem.title : ERRORS.refused.title,
        problem ? problem.advice : '',
      );
    default:
      return text('Not joined yet', '', '');
  }
}

/** @param {'left' | 'lost' | null} departed */
function waitingText(departed) {
  if (departed === 'left') {
    return text(
      'Waiting',
      'The other person left',
      'You can stay: the call goes on when they come back.',
      true,
    );
  }
  if (departed === 'lost') {
    return text(
      'Waiting',
      'The other person is gone',
      'Their connection was lost. They may be back in a moment.',
      true,
    );
  }
  return text(
    'Waiting',
    'Waiting for the other person',
    'Send them this link; the call starts by itself.',
    true,
  );
}

/**
 * @param {string} chip
 * @param {string} title
 * @param {string} line
 * @param {boolean} [invite]
 * @returns {StatusText}
 */
function text(chip, title, line, invite = false) {
  return { chip, title, text: line, invite };
}

/** What a page, or a program of somebody else, needs to be in a call. */
export { Call } from './call.js';
export { browserEnvironment } from './environment.js';
export { ERRORS, knownErrorCode, mediaErrorCode } from './errors.js';

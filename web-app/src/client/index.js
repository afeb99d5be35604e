/** What a page, or a program of somebody else, needs to be in a call. */
export { join, look } from './join.js';
export { browserEnvironment } from './environment.js';
export { ERRORS, OtterError, knownErrorCode, mediaErrorCode } from './errors.js';
export { parseJoinLink, buildJoinLink } from './join-link.js';
export { Room } from './room.js';
export { Peer } from './peer.js';

import assert from 'node:assert/strict';

/** What each line of a log begins with, in logfmt. */
const LINE = /^ts=\S+Z level=(debug|info|warn|error) logger=\w+ (nodeId=\S+ )?message=("|\S+( |$))/;

/**
 * Each line of a log has its keys.
 *
 * @param {string} log
 */
export function assertLogfmt(log) {
  const others = log.split('\n').filter((line) => line && !LINE.test(line));
  assert.deepEqual(others, [], 'each line of a log has its keys');
}

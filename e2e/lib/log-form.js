import assert from 'node:assert/strict';

/** What each line of a log begins with, in logfmt. */
const LINE = /^ts=\S+Z level=(debug|info|warn|error) logger=\w+ (nodeId=\S+ )?message=("|\S+( |$))/;

/**
 * Each line of a log has its keys. What has no end is no line yet: the process was killed while it wrote, or ended a moment
 * before its last words were read.
 *
 * @param {string} log
 */
export function assertLogfmt(log) {
  const others = log
    .split('\n')
    .slice(0, -1)
    .filter((line) => line && !LINE.test(line));
  assert.deepEqual(others, [], 'each line of a log has its keys');
}

/**
 * Why calls fail: a recorder on each node ({@link dev.otter.calls.CallRecorder}), the one pure
 * function that judges what they kept ({@link dev.otter.calls.CallVerdict#of}), and the HTTP calls
 * that show it. Nothing here is needed for a call; what is lost is missing in what is shown and
 * nowhere else.
 */
package dev.otter.calls;

/** How often a condition is looked at. */
const LOOK_EVERY_MS = 50;

/**
 * Looks at a condition until it holds. There is no other waiting in these tests.
 *
 * @template Value
 * @param {string} what  for the failure's text, as in "not within 5000 ms: <what>"
 * @param {number} boundMs
 * @param {() => Promise<Value> | Value} condition  a truthy value ends the wait
 * @returns {Promise<Exclude<Value, null | undefined | false | 0 | ''>>}
 */
export async function until(what, boundMs, condition) {
  const endMs = performance.now() + boundMs;
  /** @type {Value | undefined} */
  let last;
  do {
    last = await condition();
    if (last) {
      return /** @type {any} */ (last);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  } while (performance.now() < endMs);
  throw new Error(`not within ${boundMs} ms: ${what} (last seen: ${JSON.stringify(last)})`);
}

const NUMBERS = new Map(
  [0, 1, 2].map((digits) => [digits, new Intl.NumberFormat('en', { maximumFractionDigits: digits })]),
);

/**
 * @param {number} value
 * @param {0 | 1 | 2} [digits]
 */
export function number(value, digits = 0) {
  return /** @type {Intl.NumberFormat} */ (NUMBERS.get(digits)).format(value);
}

/** Small ones with a digit after the point. @param {number} value */
export function rate(value) {
  return number(value, value < 10 ? 1 : 0);
}

/** @param {number} bits */
export function bitRate(bits) {
  if (bits >= 1e9) {
    return `${number(bits / 1e9, 1)} Gbit/s`;
  }
  return bits >= 1e6 ? `${number(bits / 1e6, 1)} Mbit/s` : `${number(bits / 1e3)} kbit/s`;
}

/** @param {number} bytes */
export function size(bytes) {
  return bytes >= 2 ** 30 ? `${number(bytes / 2 ** 30, 1)} GiB` : `${number(bytes / 2 ** 20)} MiB`;
}

/**
 * How long ago something was.
 *
 * @param {string} since  ISO 8601
 * @param {number} nowMs
 */
export function age(since, nowMs) {
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(since)) / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

/** @param {string} at  ISO 8601 */
export function clockTime(at) {
  return new Date(at).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false });
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

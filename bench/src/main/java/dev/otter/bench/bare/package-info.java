/**
 * A relay that does less than any server could: it shows how fast the generator is, and it can fail
 * on purpose, which shows that the generator would notice.
 */
package dev.otter.bench.bare;

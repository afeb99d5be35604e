/**
 * How good calls are, in their participants' own words: what each has reported last, kept for a
 * while for whoever runs the room.
 */
package dev.otter.contract.quality;

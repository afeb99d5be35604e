/**
 * Hours of what clients do, in minutes or in an hour: whether a node holds more afterwards than
 * before. {@code make soak} runs it for an hour, {@code make test} for half a minute.
 */
package dev.otter.soak;

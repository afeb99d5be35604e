/**
 * The log: what becomes of an event that a class logs through SLF4J.
 *
 * <ol>
 *   <li>{@link dev.otter.logs.RepeatsAppender} holds back what is said again and again;
 *   <li>{@link dev.otter.logs.LogFields} reads words and keys from the event's template;
 *   <li>{@link dev.otter.logs.LineEncoder} writes them as one line, with nothing in it that could
 *       look like another line.
 * </ol>
 *
 * {@code logback.xml} puts them together, and {@link dev.otter.logs.NodeLog} sets them as
 * configured. This package alone knows Logback.
 */
package dev.otter.logs;

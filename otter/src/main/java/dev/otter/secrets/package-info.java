/**
 * Secrets that are made and not configured: made once per cluster, agreed on through the
 * distributed map, kept in each node's {@code dataDir}. This package alone reads and writes that
 * file, and changes the TURN secret for a new one.
 */
package dev.otter.secrets;

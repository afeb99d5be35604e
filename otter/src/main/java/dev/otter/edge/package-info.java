/**
 * The public edge: one HTTP port, the routes of all modules mounted on it, the probes, the pages.
 * {@link dev.otter.edge.EdgeVerticle} is the only place that opens a public port.
 */
package dev.otter.edge;

/**
 * Traces, as the modules see them: spans, and how the place in a trace travels. Nothing here knows
 * OpenTelemetry, and all of it does nothing where a node traces nothing.
 */
package dev.otter.contract.trace;

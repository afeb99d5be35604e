/** Traces of calls, sent to a collector. This package alone knows OpenTelemetry. */
package dev.otter.traces;

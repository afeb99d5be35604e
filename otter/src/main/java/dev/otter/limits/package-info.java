/**
 * How often clients may call and fail, for the whole cluster. {@link dev.otter.limits.EdgeLimits}
 * is what the edge asks; each node counts by itself, and tells the others ten times a second.
 */
package dev.otter.limits;

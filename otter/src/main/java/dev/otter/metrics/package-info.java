/** What a node measures, and how it is read. This package alone knows Prometheus. */
package dev.otter.metrics;

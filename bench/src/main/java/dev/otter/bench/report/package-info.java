/**
 * From samples to tables: {@link dev.otter.bench.report.Samples} groups and ranks them, {@link
 * dev.otter.bench.report.Report} writes Markdown and JSON, {@link dev.otter.bench.report.Machine}
 * says where it ran.
 */
package dev.otter.bench.report;

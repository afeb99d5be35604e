package dev.otter.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/**
 * All that one node measures, in one registry: what its modules bring, and the Java machine. Safe
 * for any thread.
 */
public final class NodeMetrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();

  /** Begins to measure the Java machine. */
  public NodeMetrics() {
    List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            garbage,
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())
        .forEach(this::add);
  }

  /** Adds what a module measures. */
  public void add(MeterBinder module) {
    module.bindTo(registry);
  }

  /** Where what happens is counted as it happens. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All figures as of now, as Prometheus reads them. Takes some milliseconds: not on a loop. */
  public String scrape() {
    return registry.scrape();
  }

  /** Stops measuring. */
  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}

package dev.otter.contract.config;

import java.util.Objects;

/**
 * How the node is seen from outside.
 *
 * @param management metrics and probes; not null
 * @param log what it writes to its log; not null
 * @param traces what it sends of calls to a collector; not null
 */
public record ObservationConfig(ManagementConfig management, LogConfig log, TracesConfig traces) {

  /** Checks the section. */
  public ObservationConfig {
    Objects.requireNonNull(management, "management");
    Objects.requireNonNull(log, "log");
    Objects.requireNonNull(traces, "traces");
  }
}

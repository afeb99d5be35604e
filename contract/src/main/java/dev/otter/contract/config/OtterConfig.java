package dev.otter.contract.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * All settings of a node, checked; never changed while the node runs.
 *
 * @param http the public edge; not null
 * @param observation metrics, probes and the log; not null
 * @param dataDir directory for what the node makes and keeps, default {@value #DEFAULT_DATA_DIR};
 *     not null, not checked for existence
 * @param store where rooms, keys and revocations are kept; not null
 * @param auth who may use the room API; not null
 * @param cluster how the node finds its cluster; not null
 * @param turn STUN and TURN servers; not null
 * @param limits how much one client may ask; not null
 * @param rooms rules of rooms; not null
 * @param webhooks how other servers are told; not null
 * @param drain how it stops; not null
 * @param verticles which parts this node runs, at least one; by default all
 */
public record OtterConfig(
    HttpConfig http,
    ObservationConfig observation,
    Path dataDir,
    StoreConfig store,
    AuthConfig auth,
    ClusterConfig cluster,
    TurnConfig turn,
    LimitsConfig limits,
    RoomsConfig rooms,
    WebhooksConfig webhooks,
    DrainConfig drain,
    Set<VerticleName> verticles) {

  /** Default of {@code dataDir}, relative to the working directory. */
  public static final String DEFAULT_DATA_DIR = "./otter-data";

  static final String VERTICLES = "verticles";

  /**
   * Checks what spans the sections, which checked themselves.
   *
   * @throws InvalidOptionException if no verticle is named
   */
  public OtterConfig {
    Objects.requireNonNull(http, "http");
    Objects.requireNonNull(observation, "observation");
    Objects.requireNonNull(dataDir, "dataDir");
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(auth, "auth");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(turn, "turn");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(rooms, "rooms");
    Objects.requireNonNull(webhooks, "webhooks");
    Objects.requireNonNull(drain, "drain");
    if (verticles.isEmpty()) {
      throw InvalidOptionException.expected(VERTICLES, "at least one verticle", "");
    }
    verticles = Collections.unmodifiableSet(EnumSet.copyOf(verticles));
  }

  /** The management port, of {@link #observation}. */
  public ManagementConfig management() {
    return observation.management();
  }

  /**
   * Whether what is made here outlives this node: a cluster has a store only where its nodes share
   * one.
   */
  public boolean keepsStore() {
    return !cluster.enabled() || store.url().isPresent();
  }
}

package dev.otter.turn.relay;

import dev.otter.turn.check.SelfTestPass;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One relay, as the fleet knows it. Never changed; a change makes another one.
 *
 * @param id its name
 * @param endpoint where it listens; empty while it is being launched
 * @param state where it is in its life
 * @param reason why, in words
 * @param since when it came into that state
 * @param testedAt when it passed its last self-test; empty before the first
 * @param operating whether a step of it is under way: then no other one is begun
 * @param pass what it showed in its last self-test; empty before the first
 */
public record Relay(
    RelayId id,
    Optional<RelayEndpoint> endpoint,
    RelayState state,
    String reason,
    Instant since,
    Optional<Instant> testedAt,
    boolean operating,
    Optional<SelfTestPass> pass) {

  /** Checks that all is there. */
  public Relay {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(pass, "pass");
  }

  /** A relay that a driver is about to launch. */
  public static Relay starting(RelayId id, Instant now) {
    return new Relay(
        id,
        Optional.empty(),
        RelayState.STARTING,
        "launching",
        now,
        Optional.empty(),
        true,
        Optional.empty());
  }

  /** A relay that was found running. */
  public static Relay found(RunningRelay running, Instant now) {
    RelayState state = running.current() ? RelayState.TESTING : RelayState.DRAINING;
    String reason =
        running.current() ? "found running" : "found running, with settings that have changed";
    return new Relay(
        running.id(),
        Optional.of(running.endpoint()),
        state,
        reason,
        now,
        Optional.empty(),
        false,
        Optional.empty());
  }

  /** The same relay in another state; a step that was under way is over. */
  public Relay to(RelayState next, String why, Instant now) {
    return new Relay(id, endpoint, next, why, now, testedAt, false, pass);
  }

  /** The same relay, launched. */
  Relay launched(RelayEndpoint at, Instant now) {
    return new Relay(
        id, Optional.of(at), RelayState.TESTING, "launched", now, testedAt, false, pass);
  }

  /** The same relay, which has passed a self-test. */
  Relay tested(SelfTestPass with, Instant now) {
    boolean before = state == RelayState.READY;
    return new Relay(
        id,
        endpoint,
        RelayState.READY,
        before ? reason : "passed its self-test",
        before ? since : now,
        Optional.of(now),
        false,
        Optional.of(with));
  }

  /** Whether clients may be told the IPv6 address that it listens on. */
  public boolean isReachedByIpv6() {
    return endpoint.flatMap(RelayEndpoint::ipv6).isPresent()
        && pass.map(shown -> shown.ipv6Fault().isEmpty()).orElse(false);
  }

  /** The same relay with a step under way. */
  Relay begun() {
    return new Relay(id, endpoint, state, reason, since, testedAt, true, pass);
  }
}

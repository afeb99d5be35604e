package dev.otter.turn.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.coturn.ConsoleAccess;
import dev.otter.turn.ports.NoFreePortsException;
import dev.otter.turn.relay.OutdatedRelays.Outdated;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Relays that are to be replaced are drained one after the other. */
class OutdatedRelaysTest {

  private final Relay first = relay(RelayState.READY);
  private final Relay second = relay(RelayState.READY);
  private final OutdatedRelays outdated = new OutdatedRelays(false);

  @Test
  void eachWaitsUntilTheOneBeforeIsReplaced() {
    outdated.add(first.id(), "old");
    outdated.add(second.id(), "older");

    assertThat(outdated.next(1, List.of(first, second))).contains(new Outdated(first.id(), "old"));
    Relay draining = first.to(RelayState.DRAINING, "", Instant.EPOCH);
    Relay third = relay(RelayState.TESTING);
    assertThat(outdated.next(1, List.of(draining, second, third))).isEmpty();
    Relay ready = third.to(RelayState.READY, "", Instant.EPOCH);
    assertThat(outdated.next(1, List.of(draining, second, ready)))
        .contains(new Outdated(second.id(), "older"));
    assertThat(outdated.next(1, List.of(draining, second, ready))).isEmpty();
  }

  @Test
  void oneMoreIsLaunchedFirstAsLongAsThereIsRoom() {
    OutdatedRelays makesRoom = new OutdatedRelays(true);
    makesRoom.all("old", List.of(first));
    assertThat(makesRoom.has(first.id())).isTrue();
    assertThat(makesRoom.extra(List.of(first))).isEqualTo(1);
    assertThat(makesRoom.next(1, List.of(first))).isEmpty();
    assertThat(makesRoom.next(1, List.of(first, second))).contains(new Outdated(first.id(), "old"));
    assertThat(makesRoom.extra(List.of(second))).isZero();

    makesRoom.all("older", List.of(second));
    makesRoom.onFailedStart(new IOException("docker is away"));
    assertThat(makesRoom.extra(List.of(second))).isEqualTo(1);
    makesRoom.onFailedStart(new NoFreePortsException("no free ports"));
    assertThat(makesRoom.extra(List.of(second))).isZero();
    assertThat(makesRoom.next(1, List.of(second))).contains(new Outdated(second.id(), "older"));
    makesRoom.all("oldest", List.of(second));
    assertThat(makesRoom.extra(List.of(second))).as("it is tried again").isEqualTo(1);
  }

  @Test
  void whereAPlaceIsMadeFirstTheNextOneWaitsUntilSomebodyHasIt() {
    outdated.all("old", List.of(first, second));
    assertThat(outdated.next(2, List.of(first, second))).contains(new Outdated(first.id(), "old"));
    Relay draining = first.to(RelayState.DRAINING, "", Instant.EPOCH);
    Relay failed = relay(RelayState.FAILED);

    assertThat(outdated.next(2, List.of(draining, second))).isEmpty();
    assertThat(outdated.next(2, List.of(second, failed))).isEmpty();
    assertThat(outdated.next(2, List.of(second))).as("between two tries").isEmpty();
    assertThat(outdated.next(2, List.of(second, relay(RelayState.READY))))
        .contains(new Outdated(second.id(), "old"));
  }

  @Test
  void whatIsFoundLaterIsWhatAllAre() {
    outdated.all("old", List.of());

    outdated.found(List.of(first));

    assertThat(outdated.has(first.id())).isTrue();
  }

  @Test
  void whoIsOnItsWayOutHoldsNothingUp() {
    outdated.all("old", List.of(first));

    assertThat(outdated.hasAnyOf(List.of(first))).isTrue();
    assertThat(outdated.hasAnyOf(List.of(first.to(RelayState.DRAINING, "", Instant.EPOCH))))
        .isFalse();
  }

  @Test
  void whatIsGoneIsForgotten() {
    outdated.add(first.id(), "old");

    assertThat(outdated.next(1, List.of(second))).isEmpty();
    assertThat(outdated.next(1, List.of(first))).isEmpty();
  }

  @Test
  void whoDoesNotListenOnTheIpv6AddressIsAlsoWhenItStillStarts() {
    String ip = "2606:4700::1111";
    Relay there = listening(Optional.of(ip));
    Relay elsewhere = listening(Optional.of("2606:4700::2222"));
    Relay nowhere = listening(Optional.empty());
    Relay starting = Relay.starting(RelayId.random(), Instant.EPOCH);
    Relay draining = nowhere.to(RelayState.DRAINING, "", Instant.EPOCH);

    outdated.withoutIpv6(ip, List.of(there, elsewhere, starting));
    assertThat(outdated.next(1, List.of(there, elsewhere, starting))).isEmpty();
    Relay started = starting.launched(endpoint(Optional.empty()), Instant.EPOCH);
    Relay ready = started.to(RelayState.READY, "", Instant.EPOCH);
    List<Relay> all = List.of(there, elsewhere, ready);
    assertThat(outdated.next(1, all))
        .contains(new Outdated(elsewhere.id(), "it does not listen on " + ip));
    assertThat(outdated.next(1, all))
        .contains(new Outdated(starting.id(), "it does not listen on " + ip));
    assertThat(outdated.next(1, all)).isEmpty();

    outdated.withoutIpv6(ip, List.of(draining));
    assertThat(outdated.next(1, List.of(draining, nowhere))).isEmpty();
  }

  private static Relay listening(Optional<String> ipv6) {
    return Relay.starting(RelayId.random(), Instant.EPOCH)
        .launched(endpoint(ipv6), Instant.EPOCH)
        .to(RelayState.READY, "", Instant.EPOCH);
  }

  private static RelayEndpoint endpoint(Optional<String> ipv6) {
    ConsoleAccess console = new ConsoleAccess(new InetSocketAddress(9), "");
    return new RelayEndpoint("127.0.0.1", "127.0.0.1", 3478, console).withIpv6(ipv6);
  }

  private static Relay relay(RelayState state) {
    return Relay.starting(RelayId.random(), Instant.EPOCH).to(state, "", Instant.EPOCH);
  }
}

package dev.otter.turn.sessions;

import dev.otter.turn.check.RelaySelfTest;
import dev.otter.turn.coturn.ConsoleAccess;
import dev.otter.turn.coturn.CoturnConsole;
import dev.otter.turn.coturn.TurnSession;
import dev.otter.turn.relay.Relay;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RelayLoad;
import dev.otter.turn.relay.RelayState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into all relays of this node every few seconds, and ends the sessions of those who may not
 * relay any more. Used on one context.
 */
public final class RelaySessions {

  /** How often each relay is asked. */
  public static final Duration PERIOD = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(RelaySessions.class);

  private final Vertx vertx;
  private final CoturnConsole console;
  private final LongSupplier nanoTime;
  private final RelayBans bans;

  /** Relays whose console did not answer: said once. */
  private final Set<RelayId> silent = new HashSet<>();

  /** What each relay carries; those that did not answer at the last look are not here. */
  private final Map<RelayId, LoadCount> counts = new HashMap<>();

  private final LongConsumer onRelayed;
  private final AllocationTraces traces;

  private Supplier<List<Relay>> relays = List::of;
  private long timer;
  private boolean looking;
  private boolean again;

  /**
   * Makes it; nothing is asked yet.
   *
   * @param vertx whose current context is used
   * @param credentialLife how long a credential is good
   * @param nanoTime as {@link System#nanoTime}
   * @param onRelayed is told how many bytes more were relayed
   * @param traces is told who relays
   */
  public RelaySessions(
      Vertx vertx,
      Duration credentialLife,
      LongSupplier nanoTime,
      LongConsumer onRelayed,
      AllocationTraces traces) {
    this.vertx = vertx;
    this.console = new CoturnConsole(vertx);
    this.nanoTime = nanoTime;
    this.bans = new RelayBans(credentialLife);
    this.onRelayed = onRelayed;
    this.traces = traces;
  }

  /**
   * Begins.
   *
   * @param all gives the relays of this node
   */
  public void open(Supplier<List<Relay>> all) {
    relays = all;
    timer = vertx.setPeriodic(PERIOD.toMillis(), tick -> look());
  }

  /** Ends. */
  public Future<Void> close() {
    vertx.cancelTimer(timer);
    return console.close();
  }

  /** The relays on which nobody relayed at the last look. */
  public Set<RelayId> unused() {
    return counts.entrySet().stream()
        .filter(each -> each.getValue().load().allocations() == 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** What a relay carries; nothing where that is not known. */
  public RelayLoad load(RelayId relay) {
    LoadCount count = counts.get(relay);
    return count == null ? RelayLoad.NONE : count.load();
  }

  /** What all relays of this node carry together. */
  public RelayLoad load() {
    return counts.values().stream().map(LoadCount::load).reduce(RelayLoad.NONE, RelayLoad::plus);
  }

  /**
   * Ends all that a participant relays, now and as long as a credential of theirs is good.
   *
   * @param participant the name in their credentials
   */
  public void ban(String participant) {
    bans.add(participant, nanoTime.getAsLong());
    look();
  }

  /**
   * Ends all that a participant relays now; they may begin anew.
   *
   * @return the relays on which there was something to end; never fails
   */
  public Future<List<RelayId>> end(String participant) {
    List<Future<Boolean>> ended = new ArrayList<>();
    List<Relay> all = asked().toList();
    for (Relay relay : all) {
      ended.add(
          console
              .end(access(relay), each -> each.participant().equals(participant))
              .map(each -> each.stream().anyMatch(one -> one.participant().equals(participant)))
              .otherwise(false));
    }
    return Future.all(ended)
        .map(
            done ->
                IntStream.range(0, all.size())
                    .filter(i -> ended.get(i).result())
                    .mapToObj(i -> all.get(i).id())
                    .toList());
  }

  private Stream<Relay> asked() {
    return relays.get().stream().filter(RelaySessions::answers);
  }

  private static ConsoleAccess access(Relay relay) {
    return relay.endpoint().orElseThrow().console();
  }

  private static boolean answers(Relay relay) {
    return relay.endpoint().isPresent()
        && relay.state() != RelayState.FAILED
        && relay.state() != RelayState.STOPPING;
  }

  /** One look at a time; what is asked for meanwhile is one more. */
  private void look() {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    bans.sweep(nanoTime.getAsLong());
    List<Relay> all = asked().toList();
    List<RelayId> ids = all.stream().map(Relay::id).toList();
    silent.retainAll(ids);
    counts.keySet().retainAll(ids);
    traces.retain(ids);
    Future.join(all.stream().map(this::look).toList())
        .onComplete(
            done -> {
              looking = false;
              if (again) {
                again = false;
                look();
              }
            });
  }

  private Future<?> look(Relay relay) {
    return console
        .end(access(relay), session -> bans.holds(session.participant()))
        .onSuccess(sessions -> heard(relay.id(), sessions))
        .onFailure(
            failure -> {
              counts.remove(relay.id());
              if (silent.add(relay.id())) {
                LOG.warn(
                    "a relay does not say who relays relayId={} because={}",
                    relay.id(),
                    why(failure));
              }
            });
  }

  private void heard(RelayId relay, List<TurnSession> sessions) {
    silent.remove(relay);
    long now = nanoTime.getAsLong();
    List<TurnSession> others =
        sessions.stream()
            .filter(each -> !each.participant().startsWith(RelaySelfTest.NAME))
            .toList();
    traces.heard(relay, others);
    onRelayed.accept(counts.computeIfAbsent(relay, first -> new LoadCount(now)).take(others, now));
    long ended = sessions.stream().filter(each -> bans.holds(each.participant())).count();
    if (ended > 0) {
      LOG.info("ended sessions of who may not relay relayId={} sessions={}", relay, ended);
    }
  }

  private static String why(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}

package dev.otter.turn.others;

import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.config.TurnConfig;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.turn.IceServersChanged;
import dev.otter.contract.turn.RelayReach;
import dev.otter.contract.turn.RelayReport;
import dev.otter.contract.turn.RelayReports;
import dev.otter.contract.turn.RelayUse;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.gateway.RelayAt;
import dev.otter.turn.others.RoomsGiven.RoomAndList;
import dev.otter.turn.others.ServerWatch.Pace;
import dev.otter.turn.relay.RelayId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers of {@code turn.urls}. Those that do not answer this node are not handed out while
 * another one does; rooms that had them are told. Used on one context, except {@link #urls}, which
 * any thread may call.
 */
public final class OtherServers {

  private static final Logger LOG = LoggerFactory.getLogger(OtherServers.class);

  /**
   * Who has asked in this time is not told that a server has lost its sessions: they came after
   * that, or have asked because another node, which noticed it sooner, has told them.
   */
  static final Duration FRESH = Duration.ofSeconds(3);

  private final NodeTag tag;
  private final TurnConfig turn;
  private final Predicate<String> mayAsk;
  private final InstantSource clock;
  private final OtherServersMetrics metrics;
  private final LongSupplier nanoTime;
  private final TurnCredentials credentials;
  private final RoomsGiven rooms;
  private Runnable onChange = () -> {};
  private Consumer<IceServersChanged> onWrong = news -> {};
  private List<ServerWatch> watches = List.of();
  private volatile ServerList handedOut;

  /**
   * Makes it; nobody is asked yet, and all are handed out.
   *
   * @param tag this node
   * @param turn with the URLs; none where the driver is another one than static
   * @param mayAsk whether this node may send to a host
   * @param clock the time of day
   * @param credentials what opens servers
   * @param nanoTime as {@link System#nanoTime}
   * @param metrics what is told of them
   */
  public OtherServers(
      NodeTag tag,
      TurnConfig turn,
      Predicate<String> mayAsk,
      InstantSource clock,
      TurnCredentials credentials,
      LongSupplier nanoTime,
      OtherServersMetrics metrics) {
    this.tag = tag;
    this.turn = turn;
    this.mayAsk = mayAsk;
    this.clock = clock;
    this.metrics = metrics;
    this.credentials = credentials;
    this.nanoTime = nanoTime;
    this.rooms = new RoomsGiven(nanoTime);
    this.handedOut = new ServerList(servers());
  }

  /**
   * Begins to ask.
   *
   * @param vertx whose current context is used
   * @param change called after each change of {@link #reports} or {@link #relaying}, before rooms
   *     are told
   * @param wrong told of each room whose participants have servers of which one is gone; the
   *     relay's id is the name of the list that they have
   */
  public void open(Vertx vertx, Runnable change, Consumer<IceServersChanged> wrong) {
    onChange = change;
    onWrong = wrong;
    watches = servers().stream().map(server -> watch(vertx, server)).toList();
    watches.forEach(ServerWatch::open);
    count();
  }

  /** Stops asking. */
  public void close() {
    watches.forEach(ServerWatch::close);
  }

  /** What is handed out now. */
  public List<String> urls() {
    return handedOut.urls();
  }

  /**
   * Those that answer and relay for this node, for a gateway. A server that was started again has
   * another name.
   */
  public List<RelayAt> relaying() {
    return watches.stream()
        .flatMap(
            watch -> watch.life().map(life -> new RelayAt(life, watch.server().address())).stream())
        .toList();
  }

  /**
   * Has a server looked at anew before it is among {@link #relaying} again: nobody listened there.
   *
   * @param id as {@link #relaying} calls it
   */
  public void doubt(RelayId id) {
    watches.stream()
        .filter(watch -> watch.life().filter(id::equals).isPresent())
        .forEach(ServerWatch::doubt);
  }

  /**
   * Notes that a participant of a room is given {@link #urls}.
   *
   * @return what these are called
   */
  public String give(RoomId room) {
    rooms.add(room, handedOut);
    return handedOut.name();
  }

  /** What this node knows of each server, for people and other nodes. */
  public RelayReports reports() {
    return new RelayReports(tag, watches.stream().map(this::report).toList());
  }

  /** Notes what other nodes know. */
  public void heard(RelayReports others) {
    if (others.node().equals(tag)) {
      return;
    }
    for (RelayReport each : others.relays()) {
      if (each.state().equals(ServerState.UNREACHABLE.text())) {
        HostAndPort name = new HostAndPort(each.address(), each.port());
        watches.stream()
            .filter(watch -> watch.server().name().equals(name))
            .forEach(ServerWatch::onGivenUpElsewhere);
      }
    }
  }

  /** Forgets rooms that nobody has asked for. */
  public void sweep() {
    rooms.sweep();
  }

  private ServerWatch watch(Vertx vertx, OtherServer server) {
    Canary.Events events =
        new Canary.Events() {
          @Override
          public void lost() {
            OtherServers.this.lost(server);
          }

          @Override
          public void otherLife() {
            onChange.run();
          }
        };
    Canary canary =
        new Canary(
            vertx, server, () -> credentials.issue("watch-" + tag.value()), nanoTime, events);
    boolean asks = mayAsk.test(server.place().host());
    Pace pace = turn.gateway() ? Pace.MOVES : Pace.RESTARTS;
    return new ServerWatch(vertx, server, canary, asks, pace, clock, this::changed);
  }

  private List<OtherServer> servers() {
    return OtherServer.of(turn.urls(), turn.watchAt());
  }

  private void changed() {
    List<ServerWatch> kept = watches.stream().filter(this::isHandedOut).toList();
    handedOut = new ServerList(kept.stream().map(ServerWatch::server).toList());
    count();
    onChange.run();
    List<OtherServer> out =
        watches.stream().filter(each -> !kept.contains(each)).map(ServerWatch::server).toList();
    tell(rooms.take(list -> out.stream().anyMatch(list::has), Duration.ZERO));
  }

  /** It was started again: what browsers had there is gone, and the list stays as it is. */
  private void lost(OtherServer server) {
    LOG.warn("static server has lost its sessions server={}", server.name());
    tell(rooms.take(list -> list.has(server), FRESH));
  }

  private void tell(List<RoomAndList> wrong) {
    for (RoomAndList each : wrong) {
      onWrong.accept(new IceServersChanged(each.room(), each.list(), true));
    }
  }

  /** Only another one that does as much makes up for it. */
  private boolean isHandedOut(ServerWatch watch) {
    return watch.state() != ServerState.UNREACHABLE
        || watches.stream()
            .filter(other -> other.state() == ServerState.REACHABLE)
            .noneMatch(other -> other.server().relays() || !watch.server().relays());
  }

  private void count() {
    metrics.states(watches.stream().map(ServerWatch::state).toList());
  }

  private RelayReport report(ServerWatch watch) {
    OtherServer server = watch.server();
    return new RelayReport(
        server.name() + "@" + tag.value(),
        tag,
        TurnDriver.STATIC.optionText(),
        server.name().host(),
        server.name().port(),
        watch.state().text(),
        watch.reason(),
        watch.since(),
        server.urls(),
        new RelayUse(rooms.count(server), 0, 0),
        null,
        RelayReach.PLAIN);
  }
}

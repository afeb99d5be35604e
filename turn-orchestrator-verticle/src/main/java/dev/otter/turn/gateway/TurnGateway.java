package dev.otter.turn.gateway;

import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.sessions.RelayBans;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway of a node: opens and closes it, and keeps it in step with the node's relays. Its
 * public methods may be called by any thread; all else happens on an event loop of its own.
 */
public final class TurnGateway {

  private static final Logger LOG = LoggerFactory.getLogger(TurnGateway.class);
  private static final long TICK_MS = 1_000;
  private static final String STORE = "turn-gateway";
  private static final long OPEN_AGAIN_MS = 1_000;

  private final GatewaySettings settings;
  private final GatewayCluster cluster;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final GatewayCounts counts;
  private final EventLoop loop;
  private final Serving serving;
  private final UdpSockets sockets;
  private final SessionTable table;
  private final RelayPool pool = new RelayPool();
  private final RelayBans bans = new RelayBans(TurnCredentials.LIFETIME);
  private final Reach reach;
  private List<RelayAt> alive = List.of();
  private GatewayParts parts;
  private final Promise<Void> rehearsed = Promise.promise();
  private Rehearsal rehearsal;
  private UdpSocket front;
  private NodeLink link;
  private KeyValueStore.Watch watch = Future::succeededFuture;
  private volatile Consumer<RelayId> onDead = relay -> {};
  private boolean opening;
  private boolean wasCutOff;
  private boolean closed;
  private volatile Optional<InetSocketAddress> address = Optional.empty();

  /**
   * Makes a gateway that does nothing yet.
   *
   * @param vertx one of whose event loops it takes
   * @param settings what it is told
   * @param cluster its place among those of other nodes
   * @param metrics where it counts
   * @param clock what credentials expire by
   * @param nanoTime as {@link System#nanoTime}
   */
  public TurnGateway(
      Vertx vertx,
      GatewaySettings settings,
      GatewayCluster cluster,
      GatewayMetrics metrics,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.cluster = cluster;
    this.counts = metrics.counts();
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.loop = ((VertxInternal) vertx).createEventLoopContext().nettyEventLoop();
    this.serving = new Serving(cluster.gate(), nanoTime);
    this.sockets = new UdpSockets(vertx, loop, counts, serving::passes);
    this.table = new SessionTable(GatewayLimits.DEFAULT, counts);
    this.reach = new Reach(settings.allowedPeers(), settings.host());
    pool.onDead(this::dead);
  }

  /**
   * Has somebody hear of relays at which nobody listens any more, as their ports have said. Such a
   * one is not used again under its name. Before the gateway opens.
   *
   * @param vertx on whose current context
   * @param listener told once of each
   */
  public void onDead(Vertx vertx, Consumer<RelayId> listener) {
    Context here = vertx.getOrCreateContext();
    onDead = id -> here.runOnContext(now -> listener.accept(id));
  }

  /**
   * Says where the outside reaches it. At the first time it opens its port; it tries again while
   * that is taken, as by a relay of a former life that drains.
   */
  public void publicAddress(InetAddress now) {
    loop.execute(
        () -> {
          reach.publicAddress(now);
          if (!opening) {
            opening = true;
            openFront(new ClientSide(table, counts), true);
          }
          tell();
        });
  }

  /**
   * Says which relays there are.
   *
   * @param ready those that sessions may be put on
   * @param draining those that sessions may stay on while no other one is ready
   */
  public void relays(List<RelayAt> ready, List<RelayAt> draining) {
    List<RelayAt> both = Stream.of(ready, draining).flatMap(List::stream).toList();
    loop.execute(
        () -> {
          List<RelayAt> before = alive;
          alive = both;
          pool.update(ready);
          before.stream().filter(relay -> !both.contains(relay)).forEach(this::moveFrom);
          leaveDraining(ready);
          tell();
        });
  }

  /** Completes when take-overs were rehearsed. */
  Future<Void> rehearsed() {
    return rehearsed.future();
  }

  /** Where clients are sent to; empty before it is open and a relay was ready. */
  public Optional<InetSocketAddress> address() {
    return address;
  }

  /**
   * Ends all that a participant relays, now and as long as a credential of theirs is good.
   *
   * @param participant the name in their credentials
   */
  public void ban(String participant) {
    loop.execute(
        () -> {
          bans.add(participant, nanoTime.getAsLong());
          endNow(participant);
        });
  }

  /**
   * Ends all that a participant relays now; they may begin anew.
   *
   * @param participant the name in their credentials
   * @return whether there was anything
   */
  public Future<Boolean> end(String participant) {
    Promise<Boolean> ended = Promise.promise();
    loop.execute(() -> ended.complete(endNow(participant)));
    return ended.future();
  }

  /** Ends all sessions and closes its ports. */
  public Future<Void> close() {
    Promise<Void> done = Promise.promise();
    loop.execute(
        () -> {
          closed = true;
          address = Optional.empty();
          // Other nodes go on with them; without any they end here.
          boolean heirs = parts != null && parts.shared().hasHeirs();
          table.all().forEach(heirs ? GatewaySession::leave : GatewaySession::close);
          closeSockets();
          Future<?> withdrawn =
              heirs ? parts.shared().store().withdraw(cluster.self()) : Future.succeededFuture();
          withdrawn.eventually(watch::close).onComplete(gone -> done.complete());
        });
    return done.future();
  }

  /** Says that a node is no more. */
  public void nodeLeft(NodeTag tag) {
    loop.execute(
        () -> {
          if (parts != null && !closed) {
            parts.shared().left(tag);
          }
        });
  }

  private void openFront(ClientSide clients, boolean first) {
    InetSocketAddress local = new InetSocketAddress(settings.host(), settings.port());
    sockets
        .bind(local, clients)
        .compose(
            socket -> {
              front = socket;
              link = new NodeLink(sockets, cluster, seal(), table, clients);
              return link.open();
            })
        // After them, as they take any ports.
        .compose(done -> ProxySockets.open(sockets, settings.inside(), this::toPeer))
        .compose(proxies -> share().map(shared -> parts(proxies, shared)))
        .onSuccess(made -> opened(clients, made))
        .onFailure(
            failure -> {
              if (first) {
                LOG.warn("the turn gateway cannot listen yet because={}", failure.getMessage());
              }
              closeSockets();
              if (!closed) {
                sockets.later(OPEN_AGAIN_MS, () -> openFront(clients, false));
              }
            });
  }

  /** Hears of other nodes' sessions before it has any. */
  private Future<SharedSessions> share() {
    InetSocketAddress known = new InetSocketAddress(reach.publicAddress(), front.local().getPort());
    GatewayStore store = new GatewayStore(cluster.stores().open(STORE), loop, known);
    OtherNodes nodes =
        new OtherNodes(
            sockets, cluster.link().orElse(known), cluster.self(), seal(), OtherNodes.LOG);
    WayOut wayOut = new WayOut(nodes, sockets, nanoTime);
    SharedSessions shared =
        new SharedSessions(store, nodes, wayOut, table, sockets, reach, settings.host(), clock);
    return store
        .watch(shared)
        .map(
            watching -> {
              watch = watching;
              return shared;
            });
  }

  /** One for each that uses it: it has a buffer. */
  private LinkSeal seal() {
    return new LinkSeal(settings.secrets(), cluster.self(), settings.answersAsAsked());
  }

  private GatewayParts parts(ProxySockets proxies, SharedSessions shared) {
    return new GatewayParts(
        settings,
        GatewayLimits.DEFAULT,
        sockets,
        proxies,
        table,
        pool,
        new RelayedPorts(sockets, shared.store(), settings, nanoTime),
        new TurnCredentials(settings.secrets(), clock),
        reach,
        bans,
        shared,
        nanoTime);
  }

  private void opened(ClientSide clients, GatewayParts made) {
    parts = made;
    if (closed) {
      closeSockets();
      return;
    }
    ClientProof proof = new ClientProof(settings.secrets(), clock);
    StrangerLimits strangers = new StrangerLimits(GatewayLimits.DEFAULT, nanoTime);
    parts.shared().heirs(new TakeOvers(parts, proof, front, cluster.gate(), TakeOvers.LOG));
    rehearsal = new Rehearsal(parts, proof, front, cluster.gate(), seal());
    clients.shared(parts.shared(), strangers);
    link.sendsBy(front, parts.shared());
    clients.requests(new ControlRequests(parts, proof, strangers, front));
    LOG.info("turn gateway listens local={}", front.local());
    tick();
  }

  private void closeSockets() {
    if (link != null) {
      link.close();
    }
    if (front != null) {
      front.close();
      front = null;
    }
    if (parts != null) {
      parts.proxies().close();
      parts.shared().close();
    }
  }

  private void tick() {
    if (closed) {
      return;
    }
    long now = nanoTime.getAsLong();
    pool.expire(now);
    bans.sweep(now);
    link.announce(parts.shared().store(), now);
    notice();
    for (GatewaySession session : table.all()) {
      if (session.over(now)) {
        session.close();
      } else {
        session.keep(now);
      }
    }
    tell();
    sockets.later(TICK_MS, this::tick);
  }

  /** Who was cut off has to find out which of its sessions others have now. */
  private void notice() {
    boolean cutOff = !serving.passes();
    if (wasCutOff && !cutOff) {
      table.all().forEach(GatewaySession::tellAgain);
    }
    wasCutOff = cutOff;
  }

  private void toPeer(int slot, ByteBuf data, InetSocketAddress relayed) {
    GatewaySession session = table.ofUpstream(relayed);
    if (session == null) {
      counts.drop(DropReason.NO_SESSION);
    } else {
      session.traffic().toPeer(slot, data);
    }
  }

  private void dead(RelayAt relay) {
    LOG.warn("nobody listens at a relay any more relayId={}", relay.id());
    moveFrom(relay);
    onDead.accept(relay.id());
  }

  private boolean endNow(String participant) {
    List<GatewaySession> theirs =
        table.all().stream()
            .filter(each -> each.identity().participant().equals(participant))
            .toList();
    theirs.forEach(GatewaySession::close);
    return !theirs.isEmpty();
  }

  private void moveFrom(RelayAt relay) {
    table.all().stream().filter(each -> each.isOn(relay)).forEach(GatewaySession::move);
  }

  /** A relay that drains is left as soon as there is another one. */
  private void leaveDraining(List<RelayAt> ready) {
    if (pool.pick().isPresent()) {
      alive.stream().filter(relay -> !ready.contains(relay)).forEach(this::moveFrom);
    }
  }

  private void tell() {
    boolean open =
        parts != null && front != null && (address.isPresent() || pool.pick().isPresent());
    address =
        open
            ? Optional.of(new InetSocketAddress(reach.publicAddress(), front.local().getPort()))
            : Optional.empty();
    if (open && rehearsal != null) {
      rehearsal.run().onComplete(rehearsed);
      rehearsal = null;
    }
  }
}

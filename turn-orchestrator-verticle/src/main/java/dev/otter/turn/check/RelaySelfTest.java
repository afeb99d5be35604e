package dev.otter.turn.check;

import dev.otter.contract.id.RandomText;
import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.certificate.RelayCertificate;
import dev.otter.turn.coturn.CoturnConsole;
import dev.otter.turn.coturn.PeerPolicy;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.stun.StunTransport;
import dev.otter.turn.stun.TurnClient;
import dev.otter.turn.stun.TurnRefusedException;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a relay has to show before it is handed out, and now and then afterwards: strangers and
 * wrong credentials are refused, each secret's credential allocates, forbidden peers are refused, a
 * public one is not (behind a gateway it is), IPv6 and TCP relaying are off, and two allocations
 * reach each other by their relayed addresses; and that for each way by which it is advertised:
 * UDP, TCP, and TLS with the certificate of today. What is wrong by IPv6 only is no failure, as
 * long as nothing is open there: clients are then told IPv4 alone. Used on one context; a failure
 * is a {@link SelfTestFailedException}.
 */
public final class RelaySelfTest {

  /** Nothing is sent to it; the relay only has to let it through. */
  private static final InetSocketAddress PUBLIC_PEER =
      new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString("8.8.8.8"), 53);

  /** What the names of its own participants begin with. */
  public static final String NAME = "self-test-";

  private static final int RANDOM_CHARACTERS = 6;
  private static final int CHANNEL = 0x4000;
  private static final long DATA_TIMEOUT_MS = 1_000;

  private final Vertx vertx;
  private final RelayRules rules;
  private final InstantSource clock;

  /**
   * Makes a test.
   *
   * @param vertx whose current context is used
   * @param rules what relays are told, and so have to keep
   * @param clock what credentials expire by
   */
  public RelaySelfTest(Vertx vertx, RelayRules rules, InstantSource clock) {
    this.vertx = vertx;
    this.rules = rules;
    this.clock = clock;
  }

  /** Tests a relay that was launched with what is configured now. */
  public Future<SelfTestPass> run(RelayEndpoint relay) {
    return run(relay, false);
  }

  /**
   * Tests a relay.
   *
   * @param relay where it is
   * @param outdated whether it may not know secrets that have come since; it knows what signs
   * @return completes when all was as it must be by IPv4
   */
  public Future<SelfTestPass> run(RelayEndpoint relay, boolean outdated) {
    InetSocketAddress at = relay.local();
    List<String> known = outdated ? List.of(rules.secrets().signing()) : rules.secrets().accepted();
    List<TurnClient> clients = new ArrayList<>();
    return strangers(at, StunTransport.UDP, clients)
        .compose(done -> everySecret(at, known, clients))
        .compose(
            allocations -> exchange(allocations.get(0), allocations.get(1)).map(allocations.get(0)))
        .compose(
            first ->
                way(at, StunTransport.TCP, first, clients)
                    .compose(done -> tls(at, first, clients))
                    .compose(done -> console(relay, first))
                    .compose(done -> peers(first.client, relay))
                    .compose(done -> ipv6(relay, first, clients)))
        .transform(
            outcome ->
                Future.join(clients.stream().map(TurnClient::close).toList())
                    .transform(
                        closed ->
                            outcome.failed()
                                ? Future.failedFuture(outcome.cause())
                                : Future.succeededFuture(outcome.result())));
  }

  /** Once more if it fails: on a busy machine an answer may be late. */
  private Future<SelfTestPass> ipv6(
      RelayEndpoint relay, Allocation partner, List<TurnClient> clients) {
    return relay
        .localIpv6()
        .map(
            at ->
                byIpv6(at, relay, partner, clients)
                    .recover(
                        failure ->
                            isOpen(failure)
                                ? failure(failure)
                                : byIpv6(at, relay, partner, clients))
                    .map(SelfTestPass.WHOLE)
                    .recover(
                        failure ->
                            isOpen(failure)
                                ? Future.failedFuture(failure)
                                : Future.succeededFuture(
                                    SelfTestPass.withoutIpv6(failure.getMessage()))))
        .orElseGet(() -> Future.succeededFuture(SelfTestPass.WHOLE));
  }

  /** All that is not so by another door: strangers, data, and what is relayed where. */
  private Future<Void> byIpv6(
      InetSocketAddress at, RelayEndpoint relay, Allocation partner, List<TurnClient> clients) {
    return way(at, StunTransport.UDP, partner, clients)
        .compose(done -> way(at, StunTransport.TCP, partner, clients))
        .compose(done -> allocate(at, StunTransport.UDP, rules.secrets().signing(), clients))
        .compose(allocation -> peers(allocation.client, relay))
        .compose(
            done -> open(at, StunTransport.UDP, credential(rules.secrets().signing()), clients))
        .compose(client -> refused("a relayed IPv6 address", client.allocateIpv6()))
        .recover(failure -> failure(by("by IPv6", failure)));
  }

  private static boolean isOpen(Throwable failure) {
    return failure instanceof SelfTestFailedException failed && failed.isOpen();
  }

  private static SelfTestFailedException by(String way, Throwable failure) {
    return failure instanceof SelfTestFailedException failed
        ? failed.by(way)
        : new SelfTestFailedException(failure.getMessage()).by(way);
  }

  /** Whoever comes by this way reaches who came by datagrams, and the other way round. */
  private Future<Void> way(
      InetSocketAddress relay,
      StunTransport transport,
      Allocation partner,
      List<TurnClient> clients) {
    return strangers(relay, transport, clients)
        .compose(done -> allocate(relay, transport, rules.secrets().signing(), clients))
        .compose(allocation -> exchange(allocation, partner))
        .recover(failure -> failure(by("over " + transport.text(), failure)));
  }

  private Future<Void> tls(InetSocketAddress relay, Allocation partner, List<TurnClient> clients) {
    Optional<RelayCertificate> shown = rules.certificates().current();
    return shown.isEmpty()
        ? ok()
        : way(
            relay,
            new StunTransport.Tls(shown.get().host(), shown.get().chain()),
            partner,
            clients);
  }

  /** Who cannot be asked who relays, cannot be told to end one. */
  private Future<Void> console(RelayEndpoint relay, Allocation own) {
    CoturnConsole console = new CoturnConsole(vertx);
    return expected("a look at its console", console.sessions(relay.console()))
        .compose(
            sessions ->
                sessions.stream().anyMatch(each -> each.username().equals(own.client.username()))
                    ? ok()
                    : failure(
                        new SelfTestFailedException("its console does not name an allocation")))
        .eventually(console::close);
  }

  private Future<Void> strangers(
      InetSocketAddress relay, StunTransport transport, List<TurnClient> clients) {
    Credential forged = new TurnCredentials("not-the-secret-of-this-relay", clock).issue(name());
    return open(relay, transport, forged, clients)
        .compose(
            client ->
                refused("an allocation without a credential", client.allocateAsStranger())
                    .compose(
                        done ->
                            refused("an allocation with a forged credential", client.allocate())));
  }

  /** Two allocations at least, one by each secret. */
  private Future<List<Allocation>> everySecret(
      InetSocketAddress relay, List<String> secrets, List<TurnClient> clients) {
    String other = secrets.get(secrets.size() - 1);
    return allocate(relay, StunTransport.UDP, secrets.get(0), clients)
        .compose(
            first ->
                allocate(relay, StunTransport.UDP, other, clients)
                    .compose(
                        second ->
                            open(relay, StunTransport.UDP, credential(other), clients)
                                .compose(
                                    client ->
                                        refused("a relayed TCP address", client.allocateTcp())
                                            .compose(
                                                done ->
                                                    refused(
                                                        "a relayed IPv6 address",
                                                        client.allocateIpv6())))
                                .map(List.of(first, second))));
  }

  private Future<Allocation> allocate(
      InetSocketAddress relay, StunTransport transport, String secret, List<TurnClient> clients) {
    return open(relay, transport, credential(secret), clients)
        .compose(
            client ->
                expected("an allocation with a fresh credential", client.allocate())
                    .map(relayed -> new Allocation(client, relayed)));
  }

  private Future<Void> exchange(Allocation a, Allocation b) {
    return expected(
            "a permission for the other allocation's relayed address",
            Future.all(a.client.createPermission(b.relayed), b.client.createPermission(a.relayed)))
        .compose(done -> arrives(a, b))
        .compose(done -> arrives(b, a));
  }

  private Future<Void> arrives(Allocation from, Allocation to) {
    byte[] data = ("otter " + from.relayed).getBytes(StandardCharsets.UTF_8);
    Promise<Void> arrived = Promise.promise();
    to.client.onData(
        (peer, bytes) -> {
          if (peer.equals(from.relayed) && Arrays.equals(bytes, data)) {
            arrived.tryComplete();
          }
        });
    from.client.send(to.relayed, data);
    // Once more: a datagram may get lost.
    long again = vertx.setTimer(DATA_TIMEOUT_MS / 2, timer -> from.client.send(to.relayed, data));
    long timeout =
        vertx.setTimer(
            DATA_TIMEOUT_MS,
            timer ->
                arrived.tryFail(
                    new SelfTestFailedException(
                        "data from one relayed address to another did not arrive")));
    return arrived
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(again);
              vertx.cancelTimer(timeout);
            });
  }

  private Future<Void> peers(TurnClient client, RelayEndpoint relay) {
    PeerPolicy policy = rules.peers(relay.ownAddress());
    List<Future<Void>> answers = new ArrayList<>();
    int channel = CHANNEL;
    for (InetSocketAddress peer : ForbiddenPeers.of(relay, policy)) {
      String name = peer.getAddress().getHostAddress();
      answers.add(refused("a permission for " + name, client.createPermission(peer)));
      answers.add(refused("a channel to " + name, client.bindChannel(channel++, peer)));
    }
    Future<Void> open = client.createPermission(PUBLIC_PEER);
    answers.add(
        policy.permits(PUBLIC_PEER.getAddress())
            ? expected("a permission for a public address", open)
            : refused("a permission for a public address", open));
    return Future.all(answers).mapEmpty();
  }

  private Future<TurnClient> open(
      InetSocketAddress relay,
      StunTransport transport,
      Credential credential,
      List<TurnClient> clients) {
    return TurnClient.open(vertx, relay, transport, credential.username(), credential.password())
        .onSuccess(clients::add);
  }

  private Credential credential(String secret) {
    return new TurnCredentials(secret, clock).issue(name());
  }

  /** Another each time: what tests before have not given back yet counts for a name's quota. */
  private static String name() {
    return NAME + RandomText.alphanumeric(RANDOM_CHARACTERS);
  }

  private static <T> Future<T> expected(String what, Future<T> answer) {
    return answer.recover(
        failure ->
            Future.failedFuture(
                new SelfTestFailedException(what + " must succeed: " + failure.getMessage())));
  }

  /** Only a refusal is one: silence is not. */
  private static Future<Void> refused(String what, Future<?> answer) {
    return answer.transform(
        outcome -> {
          if (outcome.succeeded()) {
            return failure(SelfTestFailedException.open(what));
          }
          return outcome.cause() instanceof TurnRefusedException
              ? ok()
              : failure(
                  new SelfTestFailedException(
                      what + " must be refused: " + outcome.cause().getMessage()));
        });
  }

  private static Future<Void> ok() {
    return Future.succeededFuture();
  }

  private static Future<Void> failure(Throwable cause) {
    return Future.failedFuture(cause);
  }

  private record Allocation(TurnClient client, InetSocketAddress relayed) {}
}

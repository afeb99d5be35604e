package dev.otter.cluster;

import dev.otter.contract.config.HostAndPort;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.ConnectException;

/**
 * Knocks at a member's cluster port: connects, says the first three bytes of Hazelcast's protocol,
 * and waits for the same three, which a living member answers at once. Blocks nothing and is done
 * within {@link #CONNECT_MS} and {@link #ANSWER_MS}.
 */
final class MemberProbe {

  private static final int CONNECT_MS = 500;

  /** Longer: whose kernel has accepted is reachable, and the process may be busy. */
  private static final int ANSWER_MS = 1_000;

  /** What opens a connection between members, in both directions. */
  private static final Buffer GREETING = Buffer.buffer("HZC");

  private final Vertx vertx;
  private final NetClient client;

  MemberProbe(Vertx vertx) {
    this.vertx = vertx;
    this.client =
        vertx.createNetClient(
            new NetClientOptions().setConnectTimeout(CONNECT_MS).setReconnectAttempts(0));
  }

  /**
   * Probes.
   *
   * @return never fails
   */
  Future<ProbeVerdict> probe(HostAndPort member) {
    return client
        .connect(member.port(), member.host())
        .compose(this::greet)
        .recover(failure -> Future.succeededFuture(verdict(failure)));
  }

  private Future<ProbeVerdict> greet(NetSocket socket) {
    Promise<ProbeVerdict> answer = Promise.promise();
    long timer = vertx.setTimer(ANSWER_MS, late -> answer.tryComplete(ProbeVerdict.HUNG));
    socket.handler(data -> answer.tryComplete(ProbeVerdict.ANSWERS));
    // Closed without a word: between the process's end and the end of its port.
    socket.closeHandler(closed -> answer.tryComplete(ProbeVerdict.REFUSED));
    socket.exceptionHandler(failure -> answer.tryComplete(ProbeVerdict.REFUSED));
    socket.write(GREETING);
    return answer
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              socket.close();
            });
  }

  /** Other failures have the same class, as a time-out of the kernel's; they say nothing. */
  private static ProbeVerdict verdict(Throwable failure) {
    return failure instanceof ConnectException
            && String.valueOf(failure.getMessage()).contains("refused")
        ? ProbeVerdict.REFUSED
        : ProbeVerdict.UNREACHABLE;
  }
}

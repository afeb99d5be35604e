package dev.otter.turn.coturn;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * CoTURN's console: a telnet line with a password, the only way to ask a running CoTURN who relays,
 * and to end one of them. Each question has a connection of its own. Used on one context; a failure
 * has a reason in words.
 */
public final class CoturnConsole {

  private static final int TIMEOUT_MS = 3_000;

  private final NetClient client;

  /** Makes a console for the current context of {@code vertx}. */
  public CoturnConsole(Vertx vertx) {
    this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(TIMEOUT_MS));
  }

  /** All allocations that a relay has. */
  public Future<List<TurnSession>> sessions(ConsoleAccess access) {
    return login(access).compose(line -> line.sessions().eventually(line::close));
  }

  /**
   * Ends allocations: nothing is relayed for them from then on.
   *
   * @param access whose
   * @param who which ones
   * @return those that there were, the ended ones too
   */
  public Future<List<TurnSession>> end(ConsoleAccess access, Predicate<TurnSession> who) {
    return login(access)
        .compose(
            line ->
                line.sessions()
                    .compose(
                        sessions -> line.end(sessions.stream().filter(who).toList()).map(sessions))
                    .eventually(line::close));
  }

  /** Lets go of what it holds. */
  public Future<Void> close() {
    return client.close();
  }

  private Future<Line> login(ConsoleAccess access) {
    return access
        .door()
        .map(ConsoleDoor::open)
        .orElseGet(() -> connect(access))
        .map(Line::new)
        .compose(
            line ->
                line.login(access.password()).<Line>map(line).onFailure(failure -> line.close()));
  }

  private Future<ConsoleLine> connect(ConsoleAccess access) {
    SocketAddress at =
        SocketAddress.inetSocketAddress(
            access.at().getPort(), access.at().getAddress().getHostAddress());
    return client.connect(at).map(TelnetLine::new);
  }

  /** One connection: a question is asked when the last one is answered. */
  private static final class Line {

    private static final String ASKS_FOR_PASSWORD = "Enter password: ";
    private static final String PROMPT = "> ";
    private static final int MOST_CHARACTERS = 1 << 22;

    private final ConsoleLine line;
    private final StringBuilder said = new StringBuilder();
    private Promise<String> answer = Promise.promise();

    Line(ConsoleLine line) {
      this.line = line;
      line.onText(this::hear);
      line.onClose(() -> answer.tryFail("the console closed the line"));
    }

    Future<Void> login(String password) {
      return heard()
          .compose(greeting -> ask(password))
          .compose(
              reply ->
                  reply.endsWith(PROMPT)
                      ? Future.succeededFuture()
                      : Future.failedFuture(
                          new IllegalStateException("the console refused the password")));
    }

    Future<List<TurnSession>> sessions() {
      return ask("ps").map(ConsoleListing::sessions);
    }

    Future<Void> end(List<TurnSession> sessions) {
      Future<Void> done = Future.succeededFuture();
      for (TurnSession session : sessions) {
        done = done.compose(before -> ask("cs " + session.id()).mapEmpty());
      }
      return done;
    }

    Future<Void> close() {
      return line.close();
    }

    private Future<String> ask(String command) {
      said.setLength(0);
      answer = Promise.promise();
      line.write(command + "\r\n");
      return heard();
    }

    private Future<String> heard() {
      return answer
          .future()
          .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
          .recover(
              failure ->
                  Future.failedFuture(
                      new IllegalStateException("the console: " + failure.getMessage())));
    }

    private void hear(String text) {
      said.append(text);
      String end = said.substring(Math.max(0, said.length() - 2 * ASKS_FOR_PASSWORD.length()));
      if (end.endsWith(PROMPT) || end.stripTrailing().endsWith(ASKS_FOR_PASSWORD.strip())) {
        answer.tryComplete(said.toString());
      } else if (said.length() > MOST_CHARACTERS) {
        line.close();
      }
    }
  }
}

package dev.otter.turn.docker;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Answers as a Docker daemon does that has the image and whose containers do nothing, but for the
 * calls that it has been told to fail. Needs the native transport.
 */
public final class FaultyDaemon {

  /** Answers a call in the daemon's place; false to let it answer. */
  public interface Fault {
    /** Whether it has answered, or means not to. */
    boolean answered(String call, HttpServerResponse response);
  }

  private final HttpServer server;
  private final Path socket;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile Fault fault = (call, response) -> false;

  /** Begins to listen at a socket in {@code directory}. */
  public FaultyDaemon(Vertx vertx, Path directory) throws Exception {
    socket = directory.resolve("faulty.sock");
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::request)
            .listen(SocketAddress.domainSocketAddress(socket.toString()))
            .await(60, TimeUnit.SECONDS);
  }

  /** Where it listens, as configured. */
  public String host() {
    return "unix://" + socket;
  }

  /** From now on calls are handed to this first. */
  public void fault(Fault with) {
    fault = with;
  }

  /** How many calls began so. */
  public long calls(String begin) {
    return calls.stream().filter(call -> call.startsWith(begin)).count();
  }

  /** Ends. */
  public void close() throws Exception {
    server.close().await(60, TimeUnit.SECONDS);
  }

  private void request(HttpServerRequest request) {
    String call = request.method() + " " + request.uri();
    calls.add(call);
    request.body().onSuccess(body -> answer(call, request.response()));
  }

  private void answer(String call, HttpServerResponse response) {
    if (fault.answered(call, response)) {
      return;
    }
    if (call.startsWith("GET /events")) {
      // Open until somebody closes it.
      response.setChunked(true).write("\n");
    } else if (call.startsWith("GET /containers/json")) {
      response.end("[]");
    } else if (call.startsWith("POST /containers/create")) {
      response.setStatusCode(201).end("{\"Id\":\"c1\"}");
    } else if (call.startsWith("GET /containers/") && call.endsWith("/json")) {
      response.end("{\"State\":{\"Pid\":0}}");
    } else {
      response.end("{}");
    }
  }
}

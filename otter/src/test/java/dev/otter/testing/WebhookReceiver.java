package dev.otter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** A server that webhooks lead to. It answers as a test wants, and remembers all that came. */
public final class WebhookReceiver implements AutoCloseable {

  /** Answers no request before it is closed. */
  public static final int HANG = -1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Message> messages = new ArrayList<>();
  private volatile ToIntFunction<Message> answer = message -> 204;
  private volatile String location;

  /** Starts one on a free port of loopback. */
  public WebhookReceiver() {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      server = HttpServer.create(new InetSocketAddress(loopback, 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** A message that came. */
  public record Message(
      String path, String id, String timestamp, String signature, String body, int answered) {

    /** Its body. */
    public JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What it tells of. */
    public String type() {
      return json().path("type").asText();
    }

    /** The number of the event in its room. */
    public long number() {
      return json().path("number").asLong();
    }

    /** Whose event it is. */
    public String room() {
      return json().path("room").path("roomId").asText();
    }

    private Message answered(int status) {
      return new Message(path, id, timestamp, signature, body, status);
    }
  }

  /** Where a webhook may lead. */
  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Says with which status it answers from now on. */
  public void answer(ToIntFunction<Message> with) {
    answer = with;
  }

  /** Says where a redirect leads. */
  public void redirectTo(String to) {
    location = to;
  }

  /** All that came and was answered with 2xx, in the order of the answers. */
  public List<Message> taken() {
    return all().stream().filter(each -> each.answered() / 100 == 2).toList();
  }

  /** All that came. */
  public List<Message> all() {
    synchronized (messages) {
      return List.copyOf(messages);
    }
  }

  /** Waits until so many were taken. */
  public List<Message> awaitTaken(int count) {
    Eventually.within(Duration.ofSeconds(60), count + " were taken", () -> taken().size() >= count);
    return taken();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Message message =
        new Message(
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("webhook-id"),
            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            body,
            0);
    int status = answer.applyAsInt(message);
    synchronized (messages) {
      messages.add(message.answered(status));
    }
    if (status == HANG) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return;
    }
    if (status / 100 == 3) {
      exchange.getResponseHeaders().set("Location", location);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

package dev.otter.traces;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector that takes traces by OTLP over HTTP and remembers them. */
final class TestCollector implements AutoCloseable {

  private final HttpServer server;
  private final List<Taken> spans = new CopyOnWriteArrayList<>();
  private final List<String> raw = new CopyOnWriteArrayList<>();

  /** One span: of which node, where in its trace, and what it says. */
  record Taken(
      String node,
      String trace,
      String id,
      String parent,
      String name,
      Map<String, String> attributes) {}

  TestCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          raw.add(new String(body, StandardCharsets.ISO_8859_1));
          take(ProtoMessage.of(body));
          exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Taken> spans() {
    return List.copyOf(spans);
  }

  /** All that came, byte for character. */
  String raw() {
    return String.join("\n", raw);
  }

  /** ResourceSpans is 1; in it Resource is 1 and ScopeSpans 2; in that Span is 2. */
  private void take(ProtoMessage request) {
    for (ProtoMessage ofNode : request.all(1)) {
      String node = attributes(ofNode.all(1).get(0), 1).get("service.instance.id");
      for (ProtoMessage scope : ofNode.all(2)) {
        for (ProtoMessage span : scope.all(2)) {
          spans.add(
              new Taken(
                  node, span.hex(1), span.hex(2), span.hex(4), span.text(5), attributes(span, 9)));
        }
      }
    }
  }

  private static Map<String, String> attributes(ProtoMessage of, int number) {
    Map<String, String> all = new TreeMap<>();
    of.all(number).forEach(each -> all.put(each.text(1), each.all(2).get(0).text(1)));
    return all;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package dev.otter.bench.target;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Otter's plain dialect (docs/signaling-protocol.md): rooms by the HTTP API, the token of the join
 * link, the first message to "the other one", later ones by id.
 */
final class OtterDialect implements Dialect {

  private static final Pattern ROOM =
      Pattern.compile("\"roomId\":\"([^\"]+)\".*\"url\":\"[^\"]*token=([^\"]+)\"");
  private static final Pattern SOURCE = Pattern.compile("\"source\":\"([^\"]+)\"");
  private static final Pattern DESTINATION = Pattern.compile("\"destination\":\"([^\"]+)\"");

  private static final int AT_ONCE = 16;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String apiKey;
  private int made;

  OtterDialect(String apiKey) {
    this.apiKey = apiKey;
  }

  @Override
  public List<Room> makeRooms(ServerProcess server, int count) {
    HttpClient http = HttpClient.newHttpClient();
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/v1/rooms");
    List<CompletableFuture<Room>> asked = new ArrayList<>();
    List<Room> rooms = new ArrayList<>();
    while (rooms.size() < count) {
      asked.clear();
      for (int i = Math.min(AT_ONCE, count - rooms.size()); i > 0; i--) {
        String body = "{\"uniqueName\":\"bench-" + made++ + "\"}";
        HttpRequest request =
            HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + apiKey)
                .POST(BodyPublishers.ofString(body))
                .build();
        asked.add(http.sendAsync(request, BodyHandlers.ofString()).thenApply(a -> room(a.body())));
      }
      asked.forEach(room -> rooms.add(room.join()));
    }
    return rooms;
  }

  private static Room room(String answer) {
    Matcher matcher = ROOM.matcher(answer);
    if (!matcher.find()) {
      throw new IllegalStateException("Otter made no room: " + answer);
    }
    return new Room(matcher.group(1), matcher.group(2));
  }

  @Override
  public String path(Client client) {
    return "/ws?roomId=" + client.room().id() + "&token=" + client.room().token();
  }

  @Override
  public void onOpen(Client client) {
    client.toReady();
  }

  @Override
  public void onControl(Client client, String text) {
    if (text.contains("\"error\":")) {
      client.onRefused(text);
    } else if (text.contains("\"payload\":null")) {
      client.toKnownAs(id(DESTINATION, text));
      if (client.peer() != null) {
        client.peer().toKnownAs(id(SOURCE, text));
      }
      client.onArrival();
    }
  }

  private static String id(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("not an arrival: " + text);
    }
    return matcher.group(1);
  }

  @Override
  public boolean tellsArrivals() {
    return true;
  }

  @Override
  public String head(Client from, Kind kind, boolean first) {
    return "{\"roomId\":\""
        + from.room().id()
        + "\",\"source\":null,\"destination\":"
        + (first ? "null" : "\"" + from.peer().id() + "\"")
        + ",\"polite\":true,\"payload\":";
  }

  @Override
  public String tail() {
    return "}";
  }
}

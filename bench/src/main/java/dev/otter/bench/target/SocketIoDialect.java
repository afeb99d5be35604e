package dev.otter.bench.target;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Socket.IO's protocol 5 over the WebSocket transport of Engine.IO 4, for the server of
 * bench/others/socket-io-relay.js: a client joins a room, the others there get an arrival, and
 * messages go to the id of a socket.
 */
final class SocketIoDialect implements Dialect {

  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

  @Override
  public List<Room> makeRooms(ServerProcess server, int count) {
    return OwnIds.rooms(count);
  }

  @Override
  public String path(Client client) {
    return "/socket.io/?EIO=4&transport=websocket";
  }

  /** The server speaks first. */
  @Override
  public void onOpen(Client client) {}

  @Override
  public void onControl(Client client, String text) {
    if (text.startsWith("0")) {
      client.write("40");
    } else if (text.startsWith("40")) {
      Matcher sid = SID.matcher(text);
      if (!sid.find()) {
        throw new IllegalStateException("no id: " + text);
      }
      client.toKnownAs(sid.group(1));
      client.write("42[\"join\",\"" + client.room().id() + "\"]");
      client.toReady();
    } else if (text.equals("2")) {
      client.write("3");
    } else if (text.startsWith("42[\"arrival\"")) {
      client.onArrival();
    } else {
      client.onRefused(text);
    }
  }

  @Override
  public boolean tellsArrivals() {
    return true;
  }

  @Override
  public String head(Client from, Kind kind, boolean first) {
    return "42[\"message\",{\"source\":\""
        + from.id()
        + "\",\"destination\":\""
        + from.peer().id()
        + "\",\"polite\":true,\"payload\":";
  }

  @Override
  public String tail() {
    return "}]";
  }
}

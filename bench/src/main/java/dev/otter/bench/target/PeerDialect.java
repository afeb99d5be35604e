package dev.otter.bench.target;

import java.util.List;

/** What PeerJS clients say to PeerServer. */
final class PeerDialect implements Dialect {

  @Override
  public List<Room> makeRooms(ServerProcess server, int count) {
    return OwnIds.rooms(count);
  }

  @Override
  public String path(Client client) {
    client.toKnownAs(OwnIds.next());
    return "/peerjs?key=peerjs&id=" + client.id() + "&token=" + client.room().id();
  }

  /** The server speaks first. */
  @Override
  public void onOpen(Client client) {}

  @Override
  public void onControl(Client client, String text) {
    if (text.startsWith("{\"type\":\"OPEN\"")) {
      client.toReady();
    } else {
      client.onRefused(text);
    }
  }

  @Override
  public boolean tellsArrivals() {
    return false;
  }

  @Override
  public String head(Client from, Kind kind, boolean first) {
    return "{\"type\":\""
        + kind
        + "\",\"src\":\""
        + from.id()
        + "\",\"dst\":\""
        + from.peer().id()
        + "\",\"payload\":";
  }

  @Override
  public String tail() {
    return "}";
  }
}

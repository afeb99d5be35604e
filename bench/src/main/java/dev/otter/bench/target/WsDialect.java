package dev.otter.bench.target;

import java.util.List;

/**
 * The relay of bench/others/ws-relay.js: a client names its own id, and its message's destination.
 */
final class WsDialect implements Dialect {

  @Override
  public List<Room> makeRooms(ServerProcess server, int count) {
    return OwnIds.rooms(count);
  }

  @Override
  public String path(Client client) {
    client.toKnownAs(OwnIds.next());
    return "/?id=" + client.id();
  }

  @Override
  public void onOpen(Client client) {
    client.toReady();
  }

  @Override
  public void onControl(Client client, String text) {
    client.onRefused(text);
  }

  @Override
  public boolean tellsArrivals() {
    return false;
  }

  @Override
  public String head(Client from, Kind kind, boolean first) {
    return "{\"source\":\""
        + from.id()
        + "\",\"destination\":\""
        + from.peer().id()
        + "\",\"polite\":true,\"payload\":";
  }

  @Override
  public String tail() {
    return "}";
  }
}

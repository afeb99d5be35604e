package dev.otter.bench.target;

import java.util.List;

/** What {@link dev.otter.bench.bare.BareRelay} wants: nothing but a name that two share. */
final class BareDialect implements Dialect {

  @Override
  public List<Room> makeRooms(ServerProcess server, int count) {
    return OwnIds.rooms(count);
  }

  @Override
  public String path(Client client) {
    return "/" + client.room().id();
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
    return "";
  }

  @Override
  public String tail() {
    return "";
  }
}

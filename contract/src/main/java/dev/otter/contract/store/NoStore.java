package dev.otter.contract.store;

import dev.otter.contract.auth.RevokedToken;
import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps nothing: what a cluster without a shared database has. */
final class NoStore implements RoomStore, ApiKeyStore, RevocationStore {

  static final NoStore INSTANCE = new NoStore();

  private NoStore() {}

  @Override
  public boolean keeps() {
    return false;
  }

  @Override
  public Future<Optional<Room>> insert(Room room) {
    return Future.succeededFuture(Optional.empty());
  }

  @Override
  public Future<Void> update(Room room) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> delete(RoomId roomId) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Integer> deleteEnded(Instant before, int limit) {
    return Future.succeededFuture(0);
  }

  @Override
  public Future<Optional<Room>> find(RoomId roomId) {
    return Future.succeededFuture(Optional.empty());
  }

  @Override
  public Future<Optional<Room>> findByName(String uniqueName) {
    return Future.succeededFuture(Optional.empty());
  }

  @Override
  public Future<List<Room>> page(RoomId after, int limit) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Boolean> insert(StoredApiKey key) {
    return Future.succeededFuture(true);
  }

  @Override
  public Future<Void> update(StoredApiKey key) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> delete(StoredApiKey key) {
    return Future.succeededFuture();
  }

  @Override
  public Future<List<StoredApiKey>> all() {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Void> insert(RevokedToken token) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> deleteEndedBefore(Instant limit) {
    return Future.succeededFuture();
  }

  @Override
  public Future<List<RevokedToken>> allRevoked() {
    return Future.succeededFuture(List.of());
  }
}

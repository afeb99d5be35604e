package dev.otter.store;

import dev.otter.contract.bus.WireJson;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomEvents;
import dev.otter.contract.room.RoomTerms;
import dev.otter.contract.store.RoomStore;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of rooms. */
final class RoomTable implements RoomStore {

  private static final String COLUMNS =
      "room_id, unique_name, ended_name, max_participants, closed, created_at, updated_at,"
          + " metadata, empty_seconds, max_seconds, put_out, made_by";

  /** Written by {@link WebhookTables} only. */
  private static final String READ_COLUMNS = COLUMNS + ", last_event";

  private final GroupCommit writer;
  private final Reading reading;

  RoomTable(GroupCommit writer, Reading reading) {
    this.writer = writer;
    this.reading = reading;
  }

  @Override
  public boolean keeps() {
    return true;
  }

  @Override
  public Future<Optional<Room>> insert(Room room) {
    return writer.write(
        connection -> {
          if (insertNew(connection, room)) {
            // A room that is there and nobody was told of would be a hole.
            WebhookTables.handOver(connection, room);
            return Optional.empty();
          }
          return kept(connection, room);
        });
  }

  private static boolean insertNew(Connection connection, Room room) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into room ("
                + COLUMNS
                + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
      statement.setString(1, room.roomId().value());
      setNames(statement, 2, room);
      statement.setInt(4, room.maxParticipants());
      statement.setBoolean(5, room.closed());
      Row.set(statement, 6, room.createdAt());
      Row.set(statement, 7, room.updatedAt());
      setTerms(statement, 8, room);
      statement.setString(12, room.madeBy() == null ? null : room.madeBy().value());
      return statement.executeUpdate() == 1;
    }
  }

  private static Optional<Room> kept(Connection connection, Room room) throws SQLException {
    Optional<Room> sameId = select(connection, "room_id = ?", room.roomId().value());
    return sameId.isPresent() ? sameId : select(connection, "unique_name = ?", room.uniqueName());
  }

  @Override
  public Future<Void> update(Room room) {
    return writer.write(
        connection -> {
          if (!updateKept(connection, room)) {
            insertNew(connection, room);
          }
          return null;
        });
  }

  private static boolean updateKept(Connection connection, Room room) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update room set unique_name = ?, ended_name = ?, max_participants = ?, closed = ?,"
                + " updated_at = ?, metadata = ?, empty_seconds = ?, max_seconds = ?, put_out = ?"
                + " where room_id = ?")) {
      setNames(statement, 1, room);
      statement.setInt(3, room.maxParticipants());
      statement.setBoolean(4, room.closed());
      Row.set(statement, 5, room.updatedAt());
      setTerms(statement, 6, room);
      statement.setString(10, room.roomId().value());
      return statement.executeUpdate() == 1;
    }
  }

  /** The name of a room that has ended is free: it moves to the column that need not be unique. */
  private static void setNames(PreparedStatement statement, int first, Room room)
      throws SQLException {
    statement.setString(first, room.closed() ? null : room.uniqueName());
    statement.setString(first + 1, room.closed() ? room.uniqueName() : null);
  }

  private static void setTerms(PreparedStatement statement, int first, Room room)
      throws SQLException {
    statement.setString(first, room.terms().metadata());
    statement.setInt(first + 1, room.terms().emptySeconds());
    statement.setInt(first + 2, room.terms().maxSeconds());
    statement.setString(first + 3, WireJson.write(room.putOut()));
  }

  @Override
  public Future<Void> delete(RoomId roomId) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("delete from room where room_id = ?")) {
            statement.setString(1, roomId.value());
            statement.executeUpdate();
            return null;
          }
        });
  }

  @Override
  public Future<Integer> deleteEnded(Instant before, int limit) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "delete from room where room_id in"
                      + " (select room_id from room where closed and updated_at < ? limit ?)")) {
            Row.set(statement, 1, before);
            statement.setInt(2, limit);
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public Future<Optional<Room>> find(RoomId roomId) {
    return reading.read(connection -> select(connection, "room_id = ?", roomId.value()));
  }

  @Override
  public Future<Optional<Room>> findByName(String uniqueName) {
    return reading.read(connection -> select(connection, "unique_name = ?", uniqueName));
  }

  @Override
  public Future<List<Room>> page(RoomId after, int limit) {
    return reading.read(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select "
                      + READ_COLUMNS
                      + " from room where room_id > ? order by room_id limit ?")) {
            statement.setString(1, after == null ? "" : after.value());
            statement.setInt(2, limit);
            return rooms(statement);
          }
        });
  }

  private static Optional<Room> select(Connection connection, String where, String value)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select " + READ_COLUMNS + " from room where " + where)) {
      statement.setString(1, value);
      return rooms(statement).stream().findFirst();
    }
  }

  private static List<Room> rooms(PreparedStatement statement) throws SQLException {
    List<Room> rooms = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        rooms.add(room(row));
      }
    }
    return rooms;
  }

  private static Room room(ResultSet row) throws SQLException {
    boolean closed = row.getBoolean("closed");
    return new Room(
        new RoomId(row.getString("room_id")),
        row.getString(closed ? "ended_name" : "unique_name"),
        Row.time(row, "created_at"),
        Row.time(row, "updated_at"),
        row.getInt("max_participants"),
        closed,
        List.of(),
        new RoomTerms(
            row.getString("metadata"), row.getInt("empty_seconds"), row.getInt("max_seconds")),
        List.of(WireJson.read(row.getString("put_out"), String[].class)),
        events(row),
        madeBy(row),
        null);
  }

  private static KeyId madeBy(ResultSet row) throws SQLException {
    String key = row.getString("made_by");
    return key == null ? null : new KeyId(key);
  }

  /** What is in the map only waits there. */
  private static RoomEvents events(ResultSet row) throws SQLException {
    long last = row.getLong("last_event");
    return last == 0 ? null : new RoomEvents(last, List.of(), 0);
  }
}

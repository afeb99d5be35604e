package dev.otter.store;

import dev.otter.contract.id.NodeTag;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.id.WebhookId;
import dev.otter.contract.room.Room;
import dev.otter.contract.room.RoomEvent;
import dev.otter.contract.room.RoomEventBody;
import dev.otter.contract.store.DeliveryState;
import dev.otter.contract.store.StoredWebhook;
import dev.otter.contract.store.WebhookDelivery;
import dev.otter.contract.store.WebhookStore;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The tables of webhooks and of what is on its way to them. */
final class WebhookTables implements WebhookStore {

  private static final String COLUMNS =
      "webhook_id, room_id, event_number, event_type, body, state, attempts, created_at, next_at,"
          + " last_error";

  private static final int MAX_ERROR_CHARACTERS = 512;

  private final GroupCommit writer;
  private final Reading reading;

  WebhookTables(GroupCommit writer, Reading reading) {
    this.writer = writer;
    this.reading = reading;
  }

  @Override
  public Future<Boolean> insert(StoredWebhook webhook, int most) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "insert into webhook (webhook_id, url, sealed_secret, created_at)"
                      + " select cast(? as varchar), cast(? as varchar), cast(? as varchar),"
                      + " cast(? as timestamp with time zone)"
                      + " where (select count(*) from webhook) < ?")) {
            statement.setString(1, webhook.webhookId().value());
            statement.setString(2, webhook.url());
            statement.setString(3, webhook.sealedSecret());
            Row.set(statement, 4, webhook.createdAt());
            statement.setInt(5, most);
            return statement.executeUpdate() == 1;
          }
        });
  }

  @Override
  public Future<List<StoredWebhook>> webhooks() {
    return reading.read(
        connection -> {
          try (PreparedStatement statement =
                  connection.prepareStatement(
                      "select webhook_id, url, sealed_secret, created_at from webhook"
                          + " order by created_at, webhook_id");
              ResultSet row = statement.executeQuery()) {
            List<StoredWebhook> webhooks = new ArrayList<>();
            while (row.next()) {
              webhooks.add(
                  new StoredWebhook(
                      new WebhookId(row.getString("webhook_id")),
                      row.getString("url"),
                      row.getString("sealed_secret"),
                      Row.time(row, "created_at")));
            }
            return webhooks;
          }
        });
  }

  @Override
  public Future<Boolean> delete(WebhookId webhookId) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("delete from webhook where webhook_id = ?")) {
            statement.setString(1, webhookId.value());
            return statement.executeUpdate() == 1;
          }
        });
  }

  @Override
  public Future<Void> handOver(Room room) {
    return writer.write(
        connection -> {
          handOver(connection, room);
          return null;
        });
  }

  /** The row of the room is the lock: of two nodes that hand over the same events one does. */
  static void handOver(Connection connection, Room room) throws SQLException {
    for (RoomEvent event : room.recordedEvents().waiting()) {
      if (isNext(connection, room.roomId(), event.number())) {
        insertForEachWebhook(connection, room, event);
      }
    }
  }

  private static boolean isNext(Connection connection, RoomId roomId, long number)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update room set last_event = ? where room_id = ? and last_event < ?")) {
      statement.setLong(1, number);
      statement.setString(2, roomId.value());
      statement.setLong(3, number);
      return statement.executeUpdate() == 1;
    }
  }

  private static void insertForEachWebhook(Connection connection, Room room, RoomEvent event)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into webhook_delivery ("
                + COLUMNS
                + ") select webhook_id, cast(? as varchar), cast(? as bigint), cast(? as varchar),"
                + " cast(? as varchar), 'waiting', 0, cast(? as timestamp with time zone),"
                + " cast(? as timestamp with time zone), cast(null as varchar) from webhook")) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      statement.setString(1, room.roomId().value());
      statement.setLong(2, event.number());
      statement.setString(3, event.type().text());
      statement.setString(4, RoomEventBody.json(room, event));
      Row.set(statement, 5, now);
      Row.set(statement, 6, now);
      statement.executeUpdate();
    }
  }

  /** By the database's own clock, which is the same for all nodes. */
  @Override
  public Future<Boolean> lease(WebhookId webhookId, NodeTag node) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "update webhook set lease_node = ?, lease_until = current_timestamp + interval '"
                      + LEASE_SECONDS
                      + "' second where webhook_id = ? and (lease_node = ? or lease_until is null"
                      + " or lease_until < current_timestamp)")) {
            statement.setString(1, node.value());
            statement.setString(2, webhookId.value());
            statement.setString(3, node.value());
            return statement.executeUpdate() == 1;
          }
        });
  }

  @Override
  public Future<Void> release(NodeTag node) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "update webhook set lease_node = null, lease_until = null"
                      + " where lease_node = ?")) {
            statement.setString(1, node.value());
            statement.executeUpdate();
            return null;
          }
        });
  }

  @Override
  public Future<List<WebhookDelivery>> due(WebhookId webhookId, Instant now, int limit) {
    return reading.read(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select "
                      + COLUMNS
                      + " from webhook_delivery d where webhook_id = ? and state = 'waiting'"
                      + " and next_at <= ? and not exists (select 1 from webhook_delivery e"
                      + " where e.webhook_id = d.webhook_id and e.room_id = d.room_id"
                      + " and e.state = 'waiting' and e.event_number < d.event_number)"
                      + " order by next_at limit ?")) {
            statement.setString(1, webhookId.value());
            Row.set(statement, 2, now);
            statement.setInt(3, limit);
            return deliveries(statement);
          }
        });
  }

  @Override
  public Future<Void> delivered(WebhookDelivery delivery) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "delete from webhook_delivery"
                      + " where webhook_id = ? and room_id = ? and event_number = ?")) {
            statement.setString(1, delivery.webhookId().value());
            statement.setString(2, delivery.roomId().value());
            statement.setLong(3, delivery.number());
            statement.executeUpdate();
            return null;
          }
        });
  }

  @Override
  public Future<Void> update(WebhookDelivery delivery) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "update webhook_delivery set state = ?, attempts = ?, created_at = ?,"
                      + " next_at = ?, last_error = ?"
                      + " where webhook_id = ? and room_id = ? and event_number = ?")) {
            statement.setString(1, delivery.state().text());
            statement.setInt(2, delivery.attempts());
            Row.set(statement, 3, delivery.createdAt());
            Row.set(statement, 4, delivery.nextAt());
            statement.setString(5, cut(delivery.lastError()));
            statement.setString(6, delivery.webhookId().value());
            statement.setString(7, delivery.roomId().value());
            statement.setLong(8, delivery.number());
            statement.executeUpdate();
            return null;
          }
        });
  }

  private static String cut(String error) {
    return error == null || error.length() <= MAX_ERROR_CHARACTERS
        ? error
        : error.substring(0, MAX_ERROR_CHARACTERS);
  }

  @Override
  public Future<List<WebhookDelivery>> list(
      WebhookId webhookId, DeliveryState state, RoomId after, long afterNumber, int limit) {
    return reading.read(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select "
                      + COLUMNS
                      + " from webhook_delivery where webhook_id = ? and state = ?"
                      + " and (room_id > ? or (room_id = ? and event_number > ?))"
                      + " order by room_id, event_number limit ?")) {
            String room = after == null ? "" : after.value();
            statement.setString(1, webhookId.value());
            statement.setString(2, state.text());
            statement.setString(3, room);
            statement.setString(4, room);
            statement.setLong(5, afterNumber);
            statement.setInt(6, limit);
            return deliveries(statement);
          }
        });
  }

  @Override
  public Future<Integer> count(WebhookId webhookId, DeliveryState state) {
    return reading.read(connection -> count(connection, webhookId, state));
  }

  private static int count(Connection connection, WebhookId webhookId, DeliveryState state)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select count(*) from webhook_delivery where webhook_id = ? and state = ?")) {
      statement.setString(1, webhookId.value());
      statement.setString(2, state.text());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  @Override
  public Future<Integer> redeliver(WebhookId webhookId, RoomId roomId, long number, Instant now) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "update webhook_delivery set state = 'waiting', attempts = 0, created_at = ?,"
                      + " next_at = ? where webhook_id = ? and state = 'dead'"
                      + (roomId == null ? "" : " and room_id = ? and event_number = ?"))) {
            Row.set(statement, 1, now);
            Row.set(statement, 2, now);
            statement.setString(3, webhookId.value());
            if (roomId != null) {
              statement.setString(4, roomId.value());
              statement.setLong(5, number);
            }
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public Future<Void> trim(WebhookId webhookId, int most) {
    return writer.write(
        connection -> {
          int tooMuch = count(connection, webhookId, DeliveryState.WAITING) - most;
          if (tooMuch > 0) {
            onOldest(
                connection,
                "update webhook_delivery set state = 'dead', last_error = 'too many were waiting'",
                webhookId,
                DeliveryState.WAITING,
                tooMuch);
          }
          int tooDead = count(connection, webhookId, DeliveryState.DEAD) - most;
          if (tooDead > 0) {
            onOldest(
                connection, "delete from webhook_delivery", webhookId, DeliveryState.DEAD, tooDead);
          }
          return null;
        });
  }

  private static void onOldest(
      Connection connection, String what, WebhookId webhookId, DeliveryState state, int number)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            what
                + " where webhook_id = ? and (room_id, event_number) in (select room_id,"
                + " event_number from webhook_delivery where webhook_id = ? and state = ?"
                + " order by created_at, event_number limit ?)")) {
      statement.setString(1, webhookId.value());
      statement.setString(2, webhookId.value());
      statement.setString(3, state.text());
      statement.setInt(4, number);
      statement.executeUpdate();
    }
  }

  private static List<WebhookDelivery> deliveries(PreparedStatement statement) throws SQLException {
    List<WebhookDelivery> deliveries = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        deliveries.add(
            new WebhookDelivery(
                new WebhookId(row.getString("webhook_id")),
                new RoomId(row.getString("room_id")),
                row.getLong("event_number"),
                row.getString("event_type"),
                row.getString("body"),
                DeliveryState.of(row.getString("state")).orElseThrow(),
                row.getInt("attempts"),
                Row.time(row, "created_at"),
                Row.time(row, "next_at"),
                row.getString("last_error")));
      }
    }
    return deliveries;
  }
}

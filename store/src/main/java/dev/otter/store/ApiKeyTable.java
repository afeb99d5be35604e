package dev.otter.store;

import dev.otter.contract.auth.Scope;
import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.store.ApiKeyStore;
import io.vertx.core.Future;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of API keys. Scopes are one text with spaces between them. */
final class ApiKeyTable implements ApiKeyStore {

  private static final String COLUMNS =
      "key_id, name, scopes, sha256, sealed_token_secret, created_at, expires_at, last_used_at,"
          + " revoked_at";

  private final GroupCommit writer;
  private final Reading reading;

  ApiKeyTable(GroupCommit writer, Reading reading) {
    this.writer = writer;
    this.reading = reading;
  }

  @Override
  public Future<Boolean> insert(StoredApiKey key) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "insert into api_key ("
                      + COLUMNS
                      + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
            statement.setString(1, key.keyId().value());
            statement.setString(2, key.name());
            statement.setString(3, text(key.scopes()));
            statement.setString(4, key.sha256());
            statement.setString(5, key.sealedTokenSecret());
            Row.set(statement, 6, key.createdAt());
            Row.set(statement, 7, key.expiresAt());
            Row.set(statement, 8, key.lastUsedAt());
            Row.set(statement, 9, key.revokedAt());
            return statement.executeUpdate() == 1;
          }
        });
  }

  @Override
  public Future<Void> update(StoredApiKey key) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "update api_key set expires_at = ?, last_used_at = ?, revoked_at = ?"
                      + " where key_id = ?")) {
            Row.set(statement, 1, key.expiresAt());
            Row.set(statement, 2, key.lastUsedAt());
            Row.set(statement, 3, key.revokedAt());
            statement.setString(4, key.keyId().value());
            statement.executeUpdate();
            return null;
          }
        });
  }

  @Override
  public Future<Void> delete(StoredApiKey key) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("delete from api_key where key_id = ?")) {
            statement.setString(1, key.keyId().value());
            statement.executeUpdate();
            return null;
          }
        });
  }

  @Override
  public Future<List<StoredApiKey>> all() {
    return reading.read(
        connection -> {
          try (PreparedStatement statement =
                  connection.prepareStatement(
                      "select " + COLUMNS + " from api_key order by created_at, key_id");
              ResultSet row = statement.executeQuery()) {
            List<StoredApiKey> keys = new ArrayList<>();
            while (row.next()) {
              keys.add(key(row));
            }
            return keys;
          }
        });
  }

  private static StoredApiKey key(ResultSet row) throws SQLException {
    return new StoredApiKey(
        new KeyId(row.getString("key_id")),
        row.getString("name"),
        scopes(row.getString("scopes")),
        row.getString("sha256"),
        row.getString("sealed_token_secret"),
        Row.time(row, "created_at"),
        Row.time(row, "expires_at"),
        Row.time(row, "last_used_at"),
        Row.time(row, "revoked_at"));
  }

  private static String text(Set<Scope> scopes) {
    return scopes.stream().map(Scope::text).sorted().collect(Collectors.joining(" "));
  }

  /** A scope that only a newer version knows is passed over: it opens nothing here. */
  private static Set<Scope> scopes(String text) {
    return Arrays.stream(text.split(" "))
        .map(Scope::of)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }
}

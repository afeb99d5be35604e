package dev.otter.store;

import dev.otter.contract.auth.RevokedToken;
import dev.otter.contract.store.RevocationStore;
import io.vertx.core.Future;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table of revoked tokens. */
final class RevocationTable implements RevocationStore {

  private final GroupCommit writer;
  private final Reading reading;

  RevocationTable(GroupCommit writer, Reading reading) {
    this.writer = writer;
    this.reading = reading;
  }

  @Override
  public Future<Void> insert(RevokedToken token) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "insert into revoked_token (token_id, ends_at) values (?, ?)"
                      + " on conflict do nothing")) {
            statement.setString(1, token.tokenId());
            Row.set(statement, 2, token.until());
            statement.executeUpdate();
            return null;
          }
        });
  }

  @Override
  public Future<Void> deleteEndedBefore(Instant limit) {
    return writer.write(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("delete from revoked_token where ends_at < ?")) {
            Row.set(statement, 1, limit);
            statement.executeUpdate();
            return null;
          }
        });
  }

  @Override
  public Future<List<RevokedToken>> allRevoked() {
    return reading.read(
        connection -> {
          try (PreparedStatement statement =
                  connection.prepareStatement("select token_id, ends_at from revoked_token");
              ResultSet row = statement.executeQuery()) {
            List<RevokedToken> tokens = new ArrayList<>();
            while (row.next()) {
              tokens.add(new RevokedToken(row.getString("token_id"), Row.time(row, "ends_at")));
            }
            return tokens;
          }
        });
  }
}

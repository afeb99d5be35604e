package dev.otter.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.ApiKeyInfo;
import dev.otter.contract.auth.ApiKeyList;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.id.KeyId;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.contract.kv.LocalKeyValueStores;
import dev.otter.testing.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a session is good, and how many there are. */
class ConsoleSessionsTest {

  private static final KeyId KEY = new KeyId("key_1");

  private final Vertx vertx = Vertx.vertx();
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private Instant keyEnds;
  private KeyValueStore store;
  private ConsoleSessions sessions;

  @BeforeEach
  void open() {
    store =
        new LocalKeyValueStores(vertx, () -> TimeUnit.SECONDS.toNanos(now.getEpochSecond()))
            .open("console");
    sessions = new ConsoleSessions(store, () -> Future.succeededFuture(keys()), () -> now);
  }

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  private ApiKeyList keys() {
    return new ApiKeyList(List.of(new ApiKeyInfo(KEY, "k", List.of(), null, keyEnds, null, null)));
  }

  private String begin() {
    return TestNode.await(sessions.begin(new ApiKeyClaims(KEY, Set.of(Scope.NODES_ADMIN))));
  }

  private boolean good(String secret) {
    Future<ConsoleSession> found = sessions.find(secret);
    return TestNode.await(found.map(true).otherwise(false));
  }

  @Test
  void itEndsAfterHalfAnHourHoweverMuchItIsUsed() {
    String secret = begin();
    now = now.plusSeconds(29 * 60);
    assertThat(good(secret)).isTrue();
    now = now.plusSeconds(60);
    assertThat(good(secret)).isFalse();
  }

  @Test
  void itEndsWithItsKeyAndWhenItIsEnded() {
    String secret = begin();
    String other = begin();
    TestNode.await(sessions.end(secret));
    assertThat(good(secret)).isFalse();
    assertThat(good(other)).isTrue();
    keyEnds = now;
    assertThat(good(other)).isFalse();
    assertThat(good(null)).isFalse();
  }

  @Test
  void ofMoreThanAKeyMayHaveTheOldestMakesPlace() {
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i <= ConsoleSessions.MOST_OF_A_KEY; i++) {
      secrets.add(begin());
    }
    assertThat(good(secrets.get(0))).isFalse();
    assertThat(secrets.subList(1, secrets.size())).allMatch(this::good);
  }

  @Test
  void theStoreDoesNotHaveTheSecret() {
    String secret = begin();
    assertThat(TestNode.await(store.get(secret))).isEmpty();
  }
}

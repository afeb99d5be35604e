package dev.otter.contract.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AllowedOriginsTest {

  @Test
  void theOwnOriginAndTheConfiguredOnesAreAllowedAndAForeignOneIsNot() {
    AllowedOrigins origins =
        AllowedOrigins.of(
            Set.of("https://app.example"), URI.create("https://meet.example.com:443/otter"));

    assertThat(origins.allows("https://meet.example.com")).isTrue();
    assertThat(origins.allows("https://app.example")).isTrue();
    assertThat(origins.allows("HTTPS://APP.example")).isTrue();
    assertThat(origins.allows("https://evil.example")).isFalse();
    assertThat(origins.allows("http://meet.example.com")).isFalse();
    assertThat(origins.allows("https://meet.example.com.evil.example")).isFalse();
    assertThat(origins.allows("null")).isFalse();
  }

  @Test
  void aClientWithoutAnOriginIsAllowed() {
    AllowedOrigins origins = AllowedOrigins.of(Set.of(), URI.create("https://meet.example.com"));

    assertThat(origins.allows(null)).isTrue();
  }

  @Test
  void aStarAllowsEveryOrigin() {
    AllowedOrigins origins = AllowedOrigins.of(Set.of("*"), URI.create("https://meet.example.com"));

    assertThat(origins.allows("https://anybody.example")).isTrue();
    assertThat(origins.allowsAll()).isTrue();
  }

  @Test
  void allNamesOfLoopbackAreOneMachine() {
    AllowedOrigins origins = AllowedOrigins.of(Set.of(), URI.create("http://localhost:8080"));

    assertThat(origins.allows("http://localhost:8080")).isTrue();
    assertThat(origins.allows("http://127.0.0.1:8080")).isTrue();
    assertThat(origins.allows("http://[::1]:8080")).isTrue();
    assertThat(origins.allows("http://127.0.0.1:8081")).isFalse();
  }
}

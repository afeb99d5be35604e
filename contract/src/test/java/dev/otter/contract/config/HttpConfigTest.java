package dev.otter.contract.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConfigTest {

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, 99_999})
  void aPortOutsideTheRangeIsRefusedWithRangeAndValue(int port) {
    assertThatThrownBy(
            () -> new HttpConfig("127.0.0.1", port, Optional.empty(), Set.of(), List.of()))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage("http.port must be between 0 and 65535, got " + port)
        .extracting(e -> ((InvalidOptionException) e).optionName())
        .isEqualTo("http.port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::", "::1", "fe80::1%eth0", "my_host-1.lan"})
  void aHostIsANameOrAnAddress(String host) {
    assertThat(new HttpConfig(host, 0, Optional.empty(), Set.of(), List.of()).host())
        .isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost:8080",
        "[::1]",
        "1.2.3",
        "256.1.1.1",
        "a b",
        "a..b",
        "http://x"
      })
  void anythingElseIsNoHost(String host) {
    assertThatThrownBy(() -> new HttpConfig(host, 0, Optional.empty(), Set.of(), List.of()))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("http.host must be a host name or an IP address");
  }

  @ParameterizedTest
  @CsvSource({
    "https://Meet.Example.com/, https://meet.example.com",
    "HTTP://meet.example.com:8080, http://meet.example.com:8080",
    "https://example.com/, https://example.com",
    "http://[::1]:8080/, http://[::1]:8080",
  })
  void thePublicUrlIsNormalised(String given, String expected) {
    assertThat(HttpConfig.parsePublicUrl(given)).isEqualTo(URI.create(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "meet.example.com",
        "ftp://example.com",
        "https://",
        "https:///path",
        "https://example.com/otter",
        "https://example.com?x=1",
        "https://example.com#x",
        "https://user@example.com",
        "https://example.com:99999",
        "https://example.com:0",
        "not a url",
        "mailto:x@example.com"
      })
  void aUrlThatLinksCannotBeBuiltOnIsRefused(String url) {
    assertThatThrownBy(() -> HttpConfig.parsePublicUrl(url))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("http.publicUrl must be an http or https URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://joe:pass@word@example.com", "http://joe:pass/word@example.com"})
  void aPasswordInAUrlIsNotRepeated(String url) {
    assertThatThrownBy(() -> HttpConfig.parsePublicUrl(url))
        .message()
        .contains("example.com")
        .doesNotContain("joe", "pass", "word@");
  }

  @Test
  void withoutAPublicUrlLinksNameThisMachineAndTheBoundPort() {
    HttpConfig http = new HttpConfig("127.0.0.1", 0, Optional.empty(), Set.of(), List.of());

    URI base = http.baseUrl(4711);

    assertThat(base).isEqualTo(URI.create("http://localhost:4711"));
  }

  @Test
  void originsAreKeptAsBrowsersWriteThem() {
    Set<String> given = Set.of("HTTPS://App.Example.com:443", "capacitor://localhost");

    HttpConfig http = new HttpConfig("127.0.0.1", 0, Optional.empty(), given, List.of());

    assertThat(http.allowedOrigins())
        .containsExactlyInAnyOrder("https://app.example.com", "capacitor://localhost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "app.example.com", "https://a.b/", "https://a.b/x", "null", "https://*.a.b"})
  void anythingElseIsNoOrigin(String origin) {
    assertThatThrownBy(() -> new HttpConfig("::1", 0, Optional.empty(), Set.of(origin), List.of()))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("http.allowedOrigins must be");
  }
}

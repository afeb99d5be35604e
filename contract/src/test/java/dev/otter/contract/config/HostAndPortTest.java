package dev.otter.contract.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAndPortTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1:5701, 10.0.0.1, 5701",
    "otter_1:1, otter_1, 1",
    "[::1]:5701, ::1, 5701",
    "[2001:db8::7]:65535, 2001:db8::7, 65535",
  })
  void aMemberIsReadAndWrittenInTheSameForm(String text, String host, int port) {
    HostAndPort member = HostAndPort.parse(text);

    assertThat(member).isEqualTo(new HostAndPort(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "host",
        "host:",
        ":5701",
        "host:0",
        "host:65536",
        "host:-1",
        "host:abc",
        "::1:5701",
        "[::1]",
        "[::1]5701",
        "[host]:5701",
        "[::1:5701",
        "[1.2.3.4]:1",
        "a b:1"
      })
  void anotherFormIsRefusedByTheOptionsName(String text) {
    assertThatThrownBy(() -> HostAndPort.parse(text))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("cluster.members must be");
  }
}

package dev.otter.contract.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtterConfigTest {

  private static final String KEY = "otter_key_0123456789abcdef";
  private static final String SECRET = "correct-horse-battery";

  @Test
  void theWholeConfigurationShowsNoSecret() {
    OtterConfig config = config(EnumSet.allOf(VerticleName.class));

    String shown = config.toString();

    assertThat(shown).contains("apiKey=***", "secrets=1 hidden").doesNotContain(KEY, SECRET);
  }

  @Test
  void aNodeWithoutVerticlesIsRefused() {
    assertThatThrownBy(() -> config(Set.of()))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage("verticles must be at least one verticle, got nothing");
  }

  @ParameterizedTest
  @EnumSource(VerticleName.class)
  void aVerticlesNameIsReadBack(VerticleName name) {
    assertThat(VerticleName.parse(name.optionText())).isEqualTo(name);
  }

  @Test
  void anUnknownVerticleIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> VerticleName.parse("turn_orchestrator"))
        .hasMessage(
            "verticles must be some of auth, rooms, signaling, turn-orchestrator,"
                + " got turn_orchestrator");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "this key has blanks in it, sadly",
        "schlüssel-mit-umlaut-0123456789"
      })
  void anUnfitApiKeyIsRefusedWithoutBeingShown(String key) {
    assertThatThrownBy(() -> new AuthConfig(Optional.of(key)))
        .isInstanceOf(InvalidOptionException.class)
        .message()
        .startsWith("auth.apiKey must be at least 24 visible ASCII characters")
        .satisfies(text -> assertThat(key.isEmpty() || !text.contains(key)).isTrue());
  }

  @Test
  void theManagementPortMayBeOff() {
    assertThat(ManagementConfig.parsePort("off")).isEmpty();
    assertThat(ManagementConfig.parsePort("0")).hasValue(0);
    assertThatThrownBy(() -> ManagementConfig.parsePort("on"))
        .hasMessage("management.port must be between 0 and 65535, or off, got on");
    assertThatThrownBy(() -> new ManagementConfig("::1", OptionalInt.of(70_000)))
        .hasMessage("management.port must be between 0 and 65535, got 70000");
  }

  @Test
  void theClusterPortMustBeKnownToOthers() {
    assertThatThrownBy(() -> new ClusterConfig(true, "127.0.0.1", 0, 0, List.of()))
        .hasMessage("cluster.port must be between 1 and 65535, got 0");
    assertThatThrownBy(() -> new ClusterConfig(true, "127.0.0.1", 1, 65_536, List.of()))
        .hasMessage("cluster.eventBusPort must be between 0 and 65535, got 65536");
  }

  @Test
  void membersAreNotNamedWhereTheyAreDiscovered() {
    List<HostAndPort> one = List.of(new HostAndPort("10.0.0.1", 5701));

    assertThatThrownBy(
            () ->
                new ClusterConfig(
                    true, "10.0.0.2", 5701, 5702, ClusterDiscovery.KUBERNETES, one, "otter"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "cluster.members must be empty unless cluster.discovery is tcp, got discovery"
                + " kubernetes and 1 member(s)");
    assertThatThrownBy(() -> ClusterDiscovery.parse("multicast"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("cluster.discovery must be tcp or kubernetes");
  }

  @Test
  void aLimitIsZeroOrMore() {
    assertThatCode(
            () -> new LimitsConfig(0, 0, 0, 0, 0, DeadlinesConfig.NONE, AccessLimitsConfig.NONE))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> new LimitsConfig(-1, 0, 0, 0, 0, DeadlinesConfig.NONE, AccessLimitsConfig.NONE))
        .hasMessageContaining("limits.messageBytes");
    assertThatThrownBy(
            () -> new LimitsConfig(0, -1, 0, 0, 0, DeadlinesConfig.NONE, AccessLimitsConfig.NONE))
        .hasMessage("limits.connectionsPerNode must be 0 (no limit) or more, got -1");
    assertThatThrownBy(
            () -> new LimitsConfig(0, 0, -1, 0, 0, DeadlinesConfig.NONE, AccessLimitsConfig.NONE))
        .hasMessageContaining("outboundBytes");
    assertThatThrownBy(
            () -> new LimitsConfig(0, 0, 0, -1, 0, DeadlinesConfig.NONE, AccessLimitsConfig.NONE))
        .hasMessageContaining("messageRate");
    assertThatThrownBy(
            () -> new LimitsConfig(0, 0, 0, 0, -1, DeadlinesConfig.NONE, AccessLimitsConfig.NONE))
        .hasMessageContaining("connectionsPerAddress");
  }

  @Test
  void aDrainHasAnEnd() {
    assertThat(new DrainConfig(0).duration()).isZero();
    for (int wrong : new int[] {-1, 3_601}) {
      assertThatThrownBy(() -> new DrainConfig(wrong))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageContaining("drain.seconds");
    }
  }

  @Test
  void aRuleForDuplicateIdentitiesIsOneOfThree() {
    for (DuplicateIdentity rule : DuplicateIdentity.values()) {
      assertThat(DuplicateIdentity.parse(rule.optionText())).isEqualTo(rule);
    }
    assertThatThrownBy(() -> DuplicateIdentity.parse("oldest"))
        .hasMessageContaining("newest, refuse, allow")
        .hasMessageContaining("oldest");
  }

  @Test
  void aRefusalStaysOneShortLine() {
    String long0 = "x".repeat(500) + "\n\u001b[31m";

    InvalidOptionException refusal = InvalidOptionException.expected("a.b", "short", "\n" + long0);

    assertThat(refusal.getMessage()).hasSizeLessThan(120).doesNotContain("\n", "\u001b");
  }

  private static OtterConfig config(Set<VerticleName> verticles) {
    return new OtterConfig(
        new HttpConfig("127.0.0.1", 0, Optional.empty(), Set.of(), List.of()),
        new ObservationConfig(
            new ManagementConfig("127.0.0.1", OptionalInt.empty()),
            LogConfig.DEFAULT,
            TracesConfig.OFF),
        Path.of("data"),
        StoreConfig.embedded(),
        new AuthConfig(Optional.of(KEY)),
        new ClusterConfig(false, "127.0.0.1", 5701, 0, List.of()),
        new TurnConfig(TurnDriver.AUTO, List.of(), List.of(SECRET)),
        LimitsConfig.NONE,
        new RoomsConfig(DuplicateIdentity.NEWEST, 0),
        WebhooksConfig.DEFAULT,
        new DrainConfig(20),
        verticles);
  }
}

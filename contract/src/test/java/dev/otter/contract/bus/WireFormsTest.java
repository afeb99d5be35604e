package dev.otter.contract.bus;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.auth.StoredApiKey;
import dev.otter.contract.calls.CallFact;
import dev.otter.contract.quality.ParticipantQuality;
import dev.otter.contract.store.StoredWebhook;
import dev.otter.contract.store.WebhookDelivery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What nodes of the versions before wrote and read: {@code wire/forms.txt} has a line for each form
 * that a record ever had, full and with all that may be null. A line is added with a new form, and
 * none is changed or taken away as long as a version that has it may be in a cluster with this one.
 */
class WireFormsTest {

  private static final Map<String, Class<?>> TYPES =
      Stream.concat(
              BusCodecs.records(),
              // What rests in the maps and never travels by itself.
              Stream.of(
                  ParticipantQuality.class,
                  StoredApiKey.class,
                  StoredWebhook.class,
                  WebhookDelivery.class))
          .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  static Stream<WireForm> forms() {
    return lines("forms.txt")
        .map(line -> line.split("\t", 2))
        .map(parts -> new WireForm(TYPES.get(parts[0]), parts[1]));
  }

  @Test
  void everyRecordHasAForm() {
    assertThat(lines("forms.txt").map(line -> line.split("\t", 2)[0]).collect(Collectors.toSet()))
        .isEqualTo(TYPES.keySet());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aFormIsReadAndWrittenWithAllThatItSays(WireForm form) {
    form.assertKept();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void membersOfALaterVersionArePassedOver(WireForm form) {
    form.assertLaterMembersArePassedOver();
  }

  /** A word that is new to the version before makes it refuse the whole record. */
  @Test
  void wordsAreThoseThatTheVersionBeforeReads() {
    Map<String, Set<String>> words = new TreeMap<>();
    TYPES.values().stream()
        .filter(type -> type != CallFact.class) // it stays on its node
        .forEach(type -> EnumsOnTheWire.of(type).forEach(each -> note(words, each)));

    assertThat(words.entrySet())
        .extracting(each -> each.getKey() + "\t" + String.join(" ", each.getValue()))
        .as("a new word must be read by all nodes one release before any writes it")
        .containsExactlyElementsOf(lines("words.txt").toList());
  }

  private static void note(Map<String, Set<String>> words, Class<? extends Enum<?>> type) {
    words.put(
        type.getSimpleName(),
        Stream.of(type.getEnumConstants())
            .map(each -> WireJson.write(each).replace("\"", ""))
            .collect(toCollection(TreeSet::new)));
  }

  private static Stream<String> lines(String file) {
    try (InputStream in = WireFormsTest.class.getResourceAsStream("/wire/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

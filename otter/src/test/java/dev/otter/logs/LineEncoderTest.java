package dev.otter.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otter.contract.config.LogFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LineEncoderTest {

  private static final String NASTY = "a\r\nb\u001b[31m\u0085\u2028\u202e\ud800\"\\ 😀 level=error";

  private final LoggerContext context = new LoggerContext();
  private final LineEncoder encoder = new LineEncoder();

  @Test
  void textIsForPeople() {
    assertThat(line(LogFormat.TEXT, "left roomId={} code={}", "rm_1", 1009))
        .isEqualTo("2026-01-02T03:04:05.678Z INFO  Signaling left roomId=rm_1 code=1009\n");
  }

  @Test
  void logfmtHasTheFixedKeysFirst() {
    context.putProperty(LineEncoder.NODE_ID, "n1");

    assertThat(line(LogFormat.LOGFMT, "did not leave roomId={} because={}", "rm_1", "no = \"x\""))
        .isEqualTo(
            "ts=2026-01-02T03:04:05.678Z level=info logger=Signaling nodeId=n1"
                + " message=\"did not leave\" roomId=rm_1 because=\"no = \\\"x\\\"\"\n");
  }

  @Test
  void jsonHasNumbersAsNumbers() throws IOException {
    JsonNode line = json("closing connectionId={} code={} none={}", "c", 4408, null);

    assertThat(line.toString())
        .isEqualTo(
            "{\"ts\":\"2026-01-02T03:04:05.678Z\",\"level\":\"info\",\"logger\":\"Signaling\","
                + "\"message\":\"closing\",\"connectionId\":\"c\",\"code\":4408,\"none\":null}");
  }

  @Test
  void aNodeIdOfTheEventIsSaidOnce() throws IOException {
    context.putProperty(LineEncoder.NODE_ID, "n1");

    assertThat(line(LogFormat.LOGFMT, "ready nodeId={}", "n2"))
        .containsOnlyOnce("nodeId=")
        .contains("nodeId=n2 message=ready");
  }

  @Test
  void noValueMakesALineOrAKey() throws IOException {
    for (LogFormat format : LogFormat.values()) {
      String line = line(format, "came {} name={}", NASTY, NASTY);
      assertThat(line.strip().lines()).as("%s", format).hasSize(1);
      assertThat(line.strip().codePoints())
          .as("%s", format)
          .noneMatch(each -> Character.isISOControl(each) || each == 0x2028 || each == 0x202e);
      assertThat(line).contains("😀");
    }
    assertThat(line(LogFormat.LOGFMT, "came name={}", NASTY))
        .contains(" name=\"a\\r\\nb\\u001b[31m");
    JsonNode json = json("came {} name={}", NASTY, NASTY);
    assertThat(json.get("name").asText()).isEqualTo(NASTY);
    assertThat(json.get("message").asText()).isEqualTo("came " + NASTY);
    assertThat(json.get("level").asText()).isEqualTo("info");
  }

  @Test
  void aTemplateCannotTakeTheFixedKeys() throws IOException {
    JsonNode json = json("said level={} ts={}", "error", "never");

    assertThat(json.get("level").asText()).isEqualTo("info");
    assertThat(json.get("levelOf").asText()).isEqualTo("error");
    assertThat(json.get("tsOf").asText()).isEqualTo("never");
  }

  @Test
  void placesWithoutValuesAndValuesWithoutPlacesDoNoHarm() throws IOException {
    assertThat(json("said {} name={}", "x").get("name").isNull()).isTrue();
    assertThat(json("said name={}", "x", "y").get("name").asText()).isEqualTo("x");
    assertThat(json("said", "x").get("message").asText()).isEqualTo("said");
    assertThat(json(null, "x").get("message").asText()).isEqualTo("null");
  }

  @Test
  void anExceptionIsOneValueAndAsTextNoLineOfItBeginsWhereAnEventDoes() throws IOException {
    IllegalStateException failure = new IllegalStateException("broke\n2026 ERROR forged");

    LoggingEvent event = event("failed roomId={}", "rm_1", failure);
    encoder.format(LogFormat.TEXT);
    String text = encoded(event);
    encoder.format(LogFormat.JSON);
    String json = encoded(event);

    assertThat(text.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("\t"));
    assertThat(json.strip().lines()).hasSize(1);
    JsonNode parsed = new ObjectMapper().readTree(json);
    assertThat(parsed.get("error").asText())
        .isEqualTo("java.lang.IllegalStateException: broke\n2026 ERROR forged");
    assertThat(parsed.get("stack").asText()).contains("LineEncoderTest");
  }

  @Test
  void thePageShowsWhatIsWritten() throws IOException {
    context.putProperty(LineEncoder.NODE_ID, "n1");
    String page = Files.readString(Path.of("../docs/logs.md"));
    LoggingEvent event =
        new LoggingEvent(
            "here",
            context.getLogger("dev.otter.signaling.V1Connection"),
            Level.INFO,
            "closing roomId={} connectionId={} code={}",
            null,
            new Object[] {"rm_1", "n1.c1", "too-slow"});
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));

    for (LogFormat format : LogFormat.values()) {
      encoder.format(format);
      assertThat(page).contains("```" + format.optionText() + "\n" + encoded(event) + "```");
    }
  }

  private JsonNode json(String template, Object... arguments) throws IOException {
    return new ObjectMapper().readTree(line(LogFormat.JSON, template, arguments));
  }

  private String line(LogFormat format, String template, Object... arguments) {
    encoder.format(format);
    return encoded(event(template, arguments));
  }

  private String encoded(LoggingEvent event) {
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  private LoggingEvent event(String template, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent(
            "here",
            context.getLogger("dev.otter.Signaling"),
            Level.INFO,
            template,
            null,
            arguments);
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    return event;
  }
}

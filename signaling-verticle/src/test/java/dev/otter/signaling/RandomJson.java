package dev.otter.signaling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Writes random JSON the way no serializer does: odd white space, escapes, members in any order.
 */
final class RandomJson {

  private static final int MAX_DEPTH = 5;
  private static final List<String> NUMBERS =
      List.of(
          "0", "-0", "7", "-12", "3.25", "1e5", "-2E-3", "12345678901234567890123456789", "0.0");
  private static final List<String> CHARACTERS =
      List.of(
          "a",
          "Z",
          " ",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "ä",
          "€",
          "😀",
          "\u2028",
          "\u007f",
          "\\\"",
          "\\\\",
          "\\/",
          "\\n",
          "\\u0000",
          "\\u00e4",
          "\\ud83d\\ude00",
          "payload",
          "\\\"payload\\\":");
  private static final List<String> SPACES = List.of("", "", "", " ", "\t", "\n", "\r\n", "   ");

  private final Random random;

  RandomJson(Random random) {
    this.random = random;
  }

  /**
   * A message.
   *
   * @param text all of it
   * @param payload the text of the payload in it
   */
  record Document(String text, String payload) {}

  /** An envelope, plain or wrapped. */
  Document envelope() {
    String payload = notNull();
    List<String> members = strangers();
    members.add(member("payload", payload));
    if (random.nextBoolean()) {
      members.add(member("destination", random.nextBoolean() ? "null" : text()));
    }
    if (random.nextBoolean()) {
      members.add(member("polite", pick(List.of("true", "false", "null"))));
    }
    if (random.nextBoolean()) {
      members.add(member("source", value(1)));
      members.add(member("roomId", value(1)));
    }
    String envelope = object(members);
    if (random.nextInt(3) == 0) {
      List<String> wrapper = strangers();
      wrapper.add(member("action", "\"sendmessage\""));
      wrapper.add(member("message", envelope));
      envelope = object(wrapper);
    }
    return new Document(space() + envelope + space(), payload);
  }

  private List<String> strangers() {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      members.add(member("x" + i + "ä", value(1)));
    }
    return members;
  }

  private String notNull() {
    String value = value(0);
    return value.equals("null") ? "{}" : value;
  }

  private String value(int depth) {
    int kinds = depth < MAX_DEPTH ? 8 : 5;
    return switch (random.nextInt(kinds)) {
      case 0 -> pick(NUMBERS);
      case 1 -> pick(List.of("true", "false"));
      case 2 -> "null";
      case 3, 4 -> text();
      case 5 -> array(depth);
      default -> nested(depth);
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(pick(CHARACTERS));
    }
    return text.append('"').toString();
  }

  private String array(int depth) {
    List<String> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(space() + value(depth + 1) + space());
    }
    return values.isEmpty() ? '[' + space() + ']' : '[' + String.join(",", values) + ']';
  }

  private String nested(int depth) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = i == 1 ? "payload" : "m" + i;
      members.add(member(name, value(depth + 1)));
    }
    return object(members);
  }

  private String object(List<String> members) {
    List<String> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, random);
    return shuffled.isEmpty() ? '{' + space() + '}' : '{' + String.join(",", shuffled) + '}';
  }

  private String member(String name, String value) {
    return space() + '"' + name + '"' + space() + ':' + space() + value + space();
  }

  private String space() {
    return pick(SPACES);
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

package dev.otter.contract.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A record as a version writes it that may be in a cluster with this one.
 *
 * @param type what it is
 * @param json as it was written
 */
public record WireForm(Class<?> type, String json) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Objects whose members are clients' addresses, not ours. */
  private static final Set<String> MAPS = Set.of("requests", "failures", "channels");

  /** What it says is read, and would be written again. */
  public void assertKept() {
    JsonNode written = tree(WireJson.write(WireJson.read(json, type)));
    assertThat(lost(tree(json), written, type.getSimpleName()))
        .as("a node of another version would miss this: %s", written)
        .isEmpty();
  }

  /** What a later version adds to it is no reason to refuse it. */
  public void assertLaterMembersArePassedOver() {
    JsonNode later = tree(json);
    addLater(later);

    assertThat((Object) WireJson.read(later.toString(), type)).isEqualTo(WireJson.read(json, type));
  }

  /** Shows the type only, as a list of tests would be too long. */
  @Override
  public String toString() {
    return type.getSimpleName();
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + json, e);
    }
  }

  /** Where what was written lacks something of a form; null is as good as nothing. */
  private static List<String> lost(JsonNode form, JsonNode written, String at) {
    List<String> lost = new ArrayList<>();
    if (form.isObject()) {
      form.properties()
          .forEach(
              each ->
                  lost.addAll(
                      lost(
                          each.getValue(), written.path(each.getKey()), at + "." + each.getKey())));
    } else if (form.isArray() && form.size() == written.size()) {
      for (int i = 0; i < form.size(); i++) {
        lost.addAll(lost(form.get(i), written.get(i), at + "[" + i + "]"));
      }
    } else if (!form.isNull() && !form.equals(written)) {
      lost.add(at + ": " + form + ", but now " + written);
    }
    return lost;
  }

  private static void addLater(JsonNode node) {
    node.properties()
        .forEach(
            each -> {
              if (!MAPS.contains(each.getKey())) {
                addLater(each.getValue());
              }
            });
    if (node.isArray()) {
      node.forEach(WireForm::addLater);
    }
    if (node instanceof ObjectNode object) {
      object.putObject("later").putArray("deep").add(1);
    }
  }
}

package dev.otter.deploy.docker;

import dev.otter.deploy.DeployException;
import dev.otter.deploy.PartStatus;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the parts of a deployment are, as Docker and the nodes say. Blocking. */
final class StatusReport {

  private static final Duration BOUND = Duration.ofSeconds(30);

  private final Engine engine;
  private final String deployment;

  StatusReport(Engine engine, String deployment) {
    this.engine = engine;
    this.deployment = deployment;
  }

  /** Each part that is there, and each that has a volume and no container. */
  List<PartStatus> parts() {
    engine.ping();
    String label = Found.DEPLOYMENT + "=" + deployment;
    Map<String, Found> found = new TreeMap<>();
    engine.containers(label).stream().map(Found::of).forEach(each -> found.put(each.part(), each));
    if (found.isEmpty()) {
      return List.of();
    }
    List<PartStatus> parts = new ArrayList<>();
    found.values().forEach(each -> parts.add(part(each)));
    engine.volumes(label).stream()
        .map(volume -> volume.getJsonObject("Labels").getString(Found.PART))
        .filter(part -> !found.containsKey(part))
        .distinct()
        .forEach(part -> parts.add(new PartStatus(part, false, "missing", "", "", "")));
    return parts;
  }

  private PartStatus part(Found found) {
    JsonObject state =
        engine
            .container(deployment + "-" + found.part())
            .map(each -> each.getJsonObject("State"))
            .orElseGet(JsonObject::new);
    boolean runs = "running".equals(state.getString("Status"));
    boolean serves = runs;
    String word = runs ? "runs" : ended(state);
    if (runs && found.is(Part.Role.NODE)) {
      serves = answers(found, NodeParts.ready());
      word = serves ? "ready" : "runs, does not serve";
    } else if (runs && found.is(Part.Role.ROUTER)) {
      serves = answers(found, RouterPart.well());
      word = serves ? "runs" : "runs, changes nothing";
    }
    return new PartStatus(
        found.part(),
        serves,
        word,
        second(state.getString(runs ? "StartedAt" : "FinishedAt", "")),
        found.at(),
        found.image());
  }

  private boolean answers(Found part, List<String> question) {
    try {
      return engine.exec(deployment + "-" + part.part(), question, BOUND) == 0;
    } catch (DeployException e) {
      // It ended just now.
      return false;
    }
  }

  private static String ended(JsonObject state) {
    return state.getString("Status", "missing")
        + (state.containsKey("ExitCode") ? ", code " + state.getInteger("ExitCode") : "");
  }

  private static String second(String time) {
    try {
      return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeParseException e) {
      return "";
    }
  }
}

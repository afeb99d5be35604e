package dev.otter.deploy.docker;

import dev.otter.deploy.DeployStep;
import dev.otter.deploy.DeployStep.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the parts that are wanted with those that are there. First comes what a part takes while
 * it runs, then what is missing, then nodes that nobody wants, then nodes that differ, one after
 * the other.
 */
final class PartsPlan {

  private final PartSteps parts;
  private final Map<String, Optional<String>> images;
  private final Map<String, Found> surplus;
  private final List<DeployStep> steps = new ArrayList<>();

  /**
   * Begins a plan.
   *
   * @param parts what carries it out
   * @param images the ids of the wanted images by their names; empty where one is to be pulled
   * @param found what is there, by name
   */
  PartsPlan(PartSteps parts, Map<String, Optional<String>> images, Map<String, Found> found) {
    this.parts = parts;
    this.images = images;
    this.surplus = new LinkedHashMap<>(found);
  }

  /** What must be done; parts that nobody has asked for are removed. */
  List<DeployStep> steps() {
    List<DeployStep> all = new ArrayList<>(steps);
    surplus.keySet().forEach(part -> all.add(removal(part)));
    return all;
  }

  /** Asks for a part that is alone in what it does, or whose like go on without it. */
  void add(Part part) {
    Found there = surplus.remove(part.name());
    List<String> why = why(part, there);
    if (there == null) {
      steps.add(step(Change.CREATE, part, part.says(), () -> parts.create(part)));
    } else if (!why.isEmpty()) {
      steps.add(step(Change.REPLACE, part, words(why), () -> parts.replace(part)));
    } else if (!there.runs()) {
      steps.add(step(Change.START, part, there.state(), () -> parts.start(part)));
    } else if (!parts.hasItsFiles(part)) {
      // It is to lead clients past the nodes that are replaced as this version wants it.
      steps.add(0, step(Change.UPDATE, part, "other settings", () -> parts.reload(part)));
    } else {
      steps.add(DeployStep.keep(part.name(), part.says()));
    }
  }

  /** Asks for nodes, of which enough must serve all the time. */
  void addNodes(List<Part> nodes) {
    List<Part> fresh = new ArrayList<>();
    List<DeployStep> rolling = new ArrayList<>();
    List<Part> lameFirst = new ArrayList<>(nodes);
    lameFirst.sort(Comparator.comparing(this::runs));
    for (Part node : lameFirst) {
      Found there = surplus.remove(node.name());
      List<String> why = why(node, there);
      if (there == null) {
        steps.add(step(Change.CREATE, node, node.says(), () -> parts.create(node)));
        fresh.add(node);
      } else if (why.isEmpty() && there.runs()) {
        steps.add(DeployStep.keep(node.name(), node.says()));
      } else if (why.isEmpty()) {
        steps.add(step(Change.START, node, there.state(), () -> parts.start(node)));
        fresh.add(node);
      } else if (!there.runs()) {
        steps.add(step(Change.REPLACE, node, words(why), () -> parts.replace(node)));
        fresh.add(node);
      } else {
        rolling.add(step(Change.REPLACE, node, words(why), () -> parts.replaceNode(node, nodes)));
      }
    }
    // While they are there, nobody could see as many nodes as are wanted.
    surplus.values().stream()
        .filter(each -> each.is(Part.Role.NODE))
        .map(Found::part)
        .toList()
        .forEach(
            part -> {
              steps.add(removal(part));
              surplus.remove(part);
            });
    if (!fresh.isEmpty()) {
      steps.add(
          new DeployStep(
              Change.WAIT,
              "nodes",
              "until they serve, and are one cluster",
              () -> fresh.forEach(parts::untilWhole)));
    }
    steps.addAll(rolling);
  }

  private boolean runs(Part node) {
    Found there = surplus.get(node.name());
    return there != null && there.runs();
  }

  private List<String> why(Part part, Found there) {
    if (there == null) {
      return List.of();
    }
    List<String> why = there.differences(part, images.get(part.image()));
    if (why.isEmpty() && there.isLame()) {
      return List.of("it ends again and again");
    }
    if (why.isEmpty() && part.reload().isEmpty() && !parts.hasItsFiles(part)) {
      return List.of("other settings");
    }
    return why;
  }

  private DeployStep removal(String part) {
    return new DeployStep(
        Change.REMOVE, part, "not wanted any more", () -> parts.removeWithVolumes(part));
  }

  private static DeployStep step(Change change, Part part, String what, Runnable action) {
    return new DeployStep(change, part.name(), what, action);
  }

  private static String words(List<String> why) {
    return String.join(", ", why);
  }
}

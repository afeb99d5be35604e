package dev.otter.deploy.docker;

import io.vertx.core.json.JsonObject;

/**
 * A volume of a part.
 *
 * @param deployment whose
 * @param part whose
 * @param isData whether it is what {@code destroy --keep-data} keeps
 */
record VolumeName(String deployment, String part, boolean isData) {

  /** What must outlive its container. */
  static VolumeName data(String deployment, String part) {
    return new VolumeName(deployment, part, true);
  }

  /** What is written anew with its container. */
  static VolumeName settings(String deployment, String part) {
    return new VolumeName(deployment, part, false);
  }

  String text() {
    return deployment + "-" + part + (isData ? "-data" : "-settings");
  }

  JsonObject labels() {
    return new JsonObject()
        .put(Found.DEPLOYMENT, deployment)
        .put(Found.PART, part)
        .put(Found.DATA, String.valueOf(isData));
  }
}

package dev.otter.deploy.docker;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A container of a deployment that is there, as its labels and Docker tell of it.
 *
 * @param part which part it is
 * @param role what it does; in lower case
 * @param bodyDigest of what it was made as
 * @param at where it is, in words
 * @param imageId what it is made of
 * @param image the name of that when it was made
 * @param state Docker's word
 */
record Found(
    String part,
    String role,
    String bodyDigest,
    String at,
    String imageId,
    String image,
    String state) {

  /** Label: whose it is. */
  static final String DEPLOYMENT = "dev.otter.deployment";

  /** Label: which part it is, or belongs to. */
  static final String PART = "dev.otter.part";

  /** Label of a volume: whether it is data. */
  static final String DATA = "dev.otter.data";

  private static final String ROLE = "dev.otter.role";
  private static final String BODY = "dev.otter.body";
  private static final String AT = "dev.otter.at";

  /** What a container's labels say. */
  static JsonObject labels(String deployment, Part part) {
    return new JsonObject()
        .put(DEPLOYMENT, deployment)
        .put(PART, part.name())
        .put(ROLE, part.role().name().toLowerCase(Locale.ROOT))
        .put(BODY, part.bodyDigest())
        .put(AT, part.says());
  }

  /** Reads one of a list of the API's. */
  static Found of(JsonObject listed) {
    JsonObject labels = listed.getJsonObject("Labels");
    return new Found(
        labels.getString(PART, "?"),
        labels.getString(ROLE, "?"),
        labels.getString(BODY, ""),
        labels.getString(AT, ""),
        listed.getString("ImageID", ""),
        listed.getString("Image", ""),
        listed.getString("State", ""));
  }

  boolean runs() {
    return "running".equals(state);
  }

  /** Whether Docker starts it again and again. */
  boolean isLame() {
    return "restarting".equals(state);
  }

  boolean is(Part.Role other) {
    return role.equals(other.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Why it has to be made anew, whatever files it has.
   *
   * @param wanted what it should be
   * @param wantedImage the id of the image that it should be made of; empty where it is not here
   *     yet
   * @return in words; empty where it need not
   */
  List<String> differences(Part wanted, Optional<String> wantedImage) {
    List<String> all = new ArrayList<>();
    if (!Optional.of(imageId).equals(wantedImage)) {
      all.add("another image: " + wanted.image());
    }
    if (!bodyDigest.equals(wanted.bodyDigest())) {
      all.add("other options");
    }
    return all;
  }
}

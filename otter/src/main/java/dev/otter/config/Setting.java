package dev.otter.config;

/** The text found for an option, and where. No record: its text must not be printed by accident. */
final class Setting {

  private final String text;
  private final Origin origin;
  private final String place;

  /**
   * A text that was found.
   *
   * @param text the trimmed text; not null; may be a secret
   * @param origin what kind of place it is from; not null
   * @param place the place in words, such as {@code conf/otter.yaml, line 3}; not null
   */
  Setting(String text, Origin origin, String place) {
    this.text = text;
    this.origin = origin;
    this.place = place;
  }

  /** An option that nobody set. */
  static Setting ofDefault(Option<?> option, boolean cluster) {
    return new Setting(option.defaultValue().text(cluster), Origin.DEFAULT, "not set");
  }

  String text() {
    return text;
  }

  Origin origin() {
    return origin;
  }

  String place() {
    return place;
  }

  /** The place only. */
  @Override
  public String toString() {
    return "Setting[" + place + "]";
  }
}

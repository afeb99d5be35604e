package dev.otter.config;

/**
 * What an option is when nobody sets it.
 *
 * @param text the default as it would stand in the file; empty where the node works it out itself
 * @param clusterText the same with {@code -cluster}
 * @param shown the default in words, for people; not null, not empty
 */
public record OptionDefault(String text, String clusterText, String shown) {

  /** A default that is always the same. */
  static OptionDefault of(Object value) {
    String text = String.valueOf(value);
    return new OptionDefault(text, text, text);
  }

  /** A default that is another one with {@code -cluster}. */
  static OptionDefault of(String text, String clusterText) {
    return new OptionDefault(text, clusterText, text + ", with -cluster " + clusterText);
  }

  /** No text: the node works the value out, or the value is empty. */
  static OptionDefault none(String shown) {
    return new OptionDefault("", "", shown);
  }

  /**
   * The default in effect.
   *
   * @param cluster whether the node was started with {@code -cluster}
   * @return the text to parse, maybe empty
   */
  public String text(boolean cluster) {
    return cluster ? clusterText : text;
  }
}

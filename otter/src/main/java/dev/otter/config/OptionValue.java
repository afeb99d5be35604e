package dev.otter.config;

/**
 * An option with the value in effect.
 *
 * @param option the option; not null
 * @param shown the value's text, or words for a default that the node works out; a secret is masked
 * @param origin where the value comes from; not null
 */
public record OptionValue(Option<?> option, String shown, Origin origin) {

  /** The value that a setting gives to an option. */
  static OptionValue of(Option<?> option, Setting setting) {
    return new OptionValue(option, shown(option, setting), setting.origin());
  }

  /**
   * Whether the node works the value out, so that {@link #shown} is a description of it.
   *
   * @return true for a default without a text
   */
  public boolean isDescribed() {
    return origin == Origin.DEFAULT && option.defaultValue().text().isEmpty();
  }

  private static String shown(Option<?> option, Setting setting) {
    if (setting.text().isEmpty()) {
      return option.defaultValue().shown();
    }
    return option.secret() ? Option.MASK : setting.text();
  }
}

package dev.otter.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration was refused. The message has one line per problem, {@code code: text}, and no
 * secrets. There is never a cause: a YAML parser's exception quotes the file, secrets included.
 */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Most problems that the message tells: a wrong file must not flood the terminal. */
  private static final int TOLD_PROBLEMS = 20;

  private final transient List<ConfigurationProblem> problems;

  /**
   * A refusal for some reasons.
   *
   * @param problems at least one; not null
   */
  public ConfigurationException(List<ConfigurationProblem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /**
   * The stable code of the first problem.
   *
   * @return a code of {@link ConfigurationError}, such as {@code unknown-option}
   */
  public String code() {
    return problems.get(0).error().code();
  }

  /**
   * Everything that is wrong, as far as it was found.
   *
   * @return at least one problem, in the order of the file, then of the options
   */
  public List<ConfigurationProblem> problems() {
    return problems;
  }

  private static String message(List<ConfigurationProblem> problems) {
    String told =
        problems.stream()
            .limit(TOLD_PROBLEMS)
            .map(ConfigurationProblem::toString)
            .collect(Collectors.joining("\n"));
    int rest = problems.size() - TOLD_PROBLEMS;
    return rest > 0 ? told + "\nand " + rest + " more" : told;
  }
}

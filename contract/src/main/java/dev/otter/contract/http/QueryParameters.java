package dev.otter.contract.http;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The query of a request, read as strictly as a {@link JsonBody}. */
public final class QueryParameters {

  private final MultiMap parameters;

  private QueryParameters(MultiMap parameters) {
    this.parameters = parameters;
  }

  /**
   * Reads the query of a request.
   *
   * @param names the parameters that may be there, each once
   * @throws RefusedException when there are others, or one stands twice
   */
  public static QueryParameters read(RoutingContext context, Set<String> names) {
    MultiMap parameters = context.queryParams();
    for (String name : parameters.names()) {
      if (!names.contains(name)) {
        throw new RefusedException(
            ErrorCode.FIELD_INVALID,
            "unknown parameter " + JsonBody.quote(name) + ", allowed are " + new TreeSet<>(names));
      }
      List<String> values = parameters.getAll(name);
      if (values.size() != 1) {
        throw new RefusedException(
            ErrorCode.FIELD_INVALID, name + " must stand once, got it " + values.size() + " times");
      }
    }
    return new QueryParameters(parameters);
  }

  /** Reads a text; empty when the parameter is missing. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * Reads a whole number.
   *
   * @throws RefusedException when it is something else, or outside {@code min} to {@code max}
   */
  public Optional<Integer> integer(String name, int min, int max) {
    return text(name)
        .map(
            text -> {
              if (text.matches("\\d{1,9}")) {
                int number = Integer.parseInt(text);
                if (number >= min && number <= max) {
                  return number;
                }
              }
              throw new RefusedException(
                  ErrorCode.FIELD_INVALID,
                  name
                      + " must be between "
                      + min
                      + " and "
                      + max
                      + ", got "
                      + JsonBody.quote(text));
            });
  }

  /**
   * Reads a time.
   *
   * @throws RefusedException when it is something else
   */
  public Optional<Instant> time(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeParseException e) {
                throw new RefusedException(
                    ErrorCode.FIELD_INVALID,
                    name
                        + " must be a time like 2026-01-31T12:00:00Z, got "
                        + JsonBody.quote(text));
              }
            });
  }

  /**
   * Reads a yes or no.
   *
   * @throws RefusedException when it is neither {@code true} nor {@code false}
   */
  public Optional<Boolean> flag(String name) {
    return text(name)
        .map(
            text -> {
              if (text.equals("true") || text.equals("false")) {
                return text.equals("true");
              }
              throw new RefusedException(
                  ErrorCode.FIELD_INVALID,
                  name + " must be true or false, got " + JsonBody.quote(text));
            });
  }
}

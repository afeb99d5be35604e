package dev.otter.config;

import static dev.otter.config.OptionType.OPTIONAL_TEXT;

import java.util.List;
import java.util.Optional;

/** The options of the section {@code store}: a part of {@link OptionTable}. */
final class StoreOptions {

  static final Option<Optional<String>> URL =
      Option.open(
          "store.url",
          "OTTER_STORE_URL",
          OptionDefault.none("a file in dataDir, with -cluster nothing"),
          OPTIONAL_TEXT,
          "Database that keeps rooms, API keys and revocations: `jdbc:postgresql://host/database`."
              + " Without one a single node keeps them in `dataDir`, and a cluster keeps them only"
              + " while one of its nodes runs.");

  static final Option<Optional<String>> USER =
      Option.open(
          "store.user",
          "OTTER_STORE_USER",
          OptionDefault.none("the database's own default"),
          OPTIONAL_TEXT,
          "User of the database at `store.url`. It needs the right to make tables there.");

  static final Option<Optional<String>> PASSWORD =
      Option.secret(
          "store.password",
          "OTTER_STORE_PASSWORD",
          "none",
          OPTIONAL_TEXT,
          "Password of that user. Rather in the environment than in a file.");

  static final List<Option<?>> ALL = List.of(URL, USER, PASSWORD);

  private StoreOptions() {}
}

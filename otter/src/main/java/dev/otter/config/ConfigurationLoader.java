package dev.otter.config;

import dev.otter.contract.config.OtterConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the configuration: environment beats file beats default. Called once by the launcher before
 * Vert.x starts; it reads a file and blocks.
 */
public final class ConfigurationLoader {

  /** Largest configuration file, in bytes; the sample with every option has less than 8 KiB. */
  private static final int LARGEST_FILE = 262_144;

  private ConfigurationLoader() {}

  /**
   * Loads and checks everything.
   *
   * @param file the file named by {@code --config}; empty for none
   * @param env the environment variables; not null
   * @param cluster whether the node was started with {@code -cluster}
   * @return the configuration with the origin of each value, and warnings to log once
   * @throws ConfigurationException with every problem that was found
   */
  public static LoadedConfiguration load(
      Optional<Path> file, Map<String, String> env, boolean cluster) {
    List<ConfigurationProblem> problems = new ArrayList<>();
    Map<String, Setting> settings = new HashMap<>();
    file.ifPresent(
        path -> settings.putAll(ConfigurationFile.read(path.toString(), read(path), problems)));
    settings.putAll(Environment.settings(env));
    OptionParsing options = new OptionParsing(settings, cluster, problems);
    OtterConfig config = new ConfigurationAssembly(options, cluster).assemble();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    List<OptionValue> values = new ArrayList<>();
    for (Option<?> option : OptionTable.ALL) {
      values.add(OptionValue.of(option, options.setting(option)));
    }
    return new LoadedConfiguration(config, values, Environment.warnings(env));
  }

  private static String read(Path file) {
    String name = file.toString();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw ConfigurationFile.refused(
            name, List.of(), "must have " + LARGEST_FILE + " bytes at most, got more");
      }
      // A fresh decoder reports broken bytes, where new String() would put question marks.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          List.of(
              new ConfigurationProblem(
                  ConfigurationError.FILE_NOT_FOUND, name + ": there is no such file")));
    } catch (CharacterCodingException e) {
      throw ConfigurationFile.refused(name, List.of(), "is not UTF-8");
    } catch (IOException e) {
      throw ConfigurationFile.refused(
          name, List.of(), "cannot be read, got " + e.getClass().getSimpleName());
    }
  }
}

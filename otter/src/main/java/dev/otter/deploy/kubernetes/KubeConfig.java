package dev.otter.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.otter.deploy.DeployException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What says where an API server is: the file that {@code kubectl} reads, or, in a pod, what
 * Kubernetes gives to each one. Blocking.
 */
final class KubeConfig {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  /** What would make the user somebody else, or the server unproven, if it were passed over. */
  private static final List<String> UNKNOWN_OF_USERS =
      List.of("exec", "auth-provider", "username", "as", "as-uid", "as-groups");

  private static final List<String> UNKNOWN_OF_CLUSTERS =
      List.of("insecure-skip-tls-verify", "tls-server-name", "proxy-url");

  private final Path file;
  private final JsonNode all;

  private KubeConfig(Path file, JsonNode all) {
    this.file = file;
    this.all = all;
  }

  /**
   * Finds it.
   *
   * @param given {@code --kubeconfig}; then nothing else is looked at
   * @param context {@code --context}; else the file's own
   * @param environment with KUBECONFIG and HOME, or those of a pod
   * @throws DeployException with a reason in words
   */
  static ApiAccess find(
      Optional<Path> given, Optional<String> context, Map<String, String> environment) {
    Optional<Path> file = given.or(() -> file(environment));
    if (file.isPresent()) {
      return read(file.get()).access(context);
    }
    if (context.isPresent()) {
      throw DeployException.wrongUse("--context needs a kubeconfig, and there is none");
    }
    return pod(environment, ACCOUNT);
  }

  private static Optional<Path> file(Map<String, String> environment) {
    String named = environment.getOrDefault("KUBECONFIG", "");
    if (named.contains(File.pathSeparator)) {
      throw DeployException.wrongUse(
          "KUBECONFIG names more than one file: name the one that is meant with --kubeconfig");
    }
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    return Optional.ofNullable(environment.get("HOME"))
        .map(home -> Path.of(home, ".kube", "config"))
        .filter(Files::exists);
  }

  /** As each pod has it. */
  static ApiAccess pod(Map<String, String> environment, Path account) {
    String host = environment.get("KUBERNETES_SERVICE_HOST");
    String port = environment.get("KUBERNETES_SERVICE_PORT");
    if (host == null || port == null) {
      throw DeployException.wrongUse(
          "there is no kubeconfig: name one with --kubeconfig or KUBECONFIG");
    }
    String written = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return new ApiAccess(
        URI.create("https://" + written + ":" + port),
        Optional.of(text(account.resolve("ca.crt"))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(account.resolve("token")),
        "the account of this pod");
  }

  private static KubeConfig read(Path file) {
    try {
      JsonNode all = YAML.readTree(text(file));
      return new KubeConfig(file, all == null ? MissingNode.getInstance() : all);
    } catch (IOException e) {
      throw DeployException.wrongUse(file + " is not a kubeconfig: it is no YAML");
    }
  }

  private ApiAccess access(Optional<String> wanted) {
    String name = wanted.orElseGet(() -> all.path("current-context").asText());
    if (name.isEmpty()) {
      throw DeployException.wrongUse(
          file + " has no current-context: name one of " + names("contexts") + " with --context");
    }
    JsonNode context = named("contexts", name).path("context");
    JsonNode cluster = named("clusters", context.path("cluster").asText()).path("cluster");
    JsonNode user =
        context.path("user").asText().isEmpty()
            ? MissingNode.getInstance()
            : named("users", context.path("user").asText()).path("user");
    refuse(cluster, UNKNOWN_OF_CLUSTERS);
    refuse(user, UNKNOWN_OF_USERS);
    return new ApiAccess(
        server(cluster.path("server").asText()),
        content(cluster, "certificate-authority"),
        content(user, "client-certificate"),
        content(user, "client-key"),
        Optional.of(user.path("token").asText()).filter(token -> !token.isEmpty()),
        Optional.of(user.path("tokenFile").asText())
            .filter(path -> !path.isEmpty())
            .map(this::beside),
        "context " + name + " of " + file);
  }

  private URI server(String text) {
    try {
      URI server = URI.create(text);
      if ("https".equals(server.getScheme()) && server.getHost() != null) {
        return server;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw DeployException.wrongUse(file + ": server must be an https URL, got " + text);
  }

  private JsonNode named(String list, String name) {
    for (JsonNode each : all.path(list)) {
      if (each.path("name").asText().equals(name)) {
        return each;
      }
    }
    throw DeployException.wrongUse(
        file + " has none of the name " + name + " in " + list + ", which are " + names(list));
  }

  private List<String> names(String list) {
    return all.path(list).findValuesAsText("name");
  }

  private void refuse(JsonNode of, List<String> unknown) {
    for (String each : unknown) {
      if (of.has(each) && !of.get(each).asText().equals("false")) {
        throw DeployException.wrongUse(
            file
                + " has "
                + each
                + ", which deploy does not take: it takes token, tokenFile or client-certificate,"
                + " and a certificate-authority. A token can be made with: kubectl create token");
      }
    }
  }

  /** What stands there itself, or in a file. */
  private Optional<String> content(JsonNode of, String name) {
    String data = of.path(name + "-data").asText();
    if (!data.isEmpty()) {
      try {
        return Optional.of(
            new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII));
      } catch (IllegalArgumentException e) {
        throw DeployException.wrongUse(file + ": " + name + "-data is not base64");
      }
    }
    return Optional.of(of.path(name).asText())
        .filter(path -> !path.isEmpty())
        .map(path -> text(beside(path)));
  }

  /** A relative path is one beside the file. */
  private Path beside(String path) {
    return file.toAbsolutePath().resolveSibling(path);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw DeployException.wrongUse("cannot read " + file);
    }
  }
}

package dev.otter.deploy.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otter.deploy.DeployStep;
import dev.otter.deploy.DeployStep.Change;
import dev.otter.secrets.PreparedSecrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Secrets of a deployment. They are made once, and never read: those that there are stay, and
 * their content is not asked for. Blocking.
 */
final class SecretSteps {

  /** The Secret with the user and the password of the database. */
  static final String STORE = "otter-store";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ApiClient api;
  private final KubernetesSettings settings;
  private final PreparedSecrets fresh = PreparedSecrets.fresh();
  private boolean keyIsKept;

  SecretSteps(ApiClient api, KubernetesSettings settings) {
    this.api = api;
    this.settings = settings;
  }

  /** What must be done; what is there, too. */
  List<DeployStep> steps() {
    List<DeployStep> steps = new ArrayList<>();
    Map<String, String> own = new LinkedHashMap<>();
    own.put("api-key", fresh.newApiKey().orElseThrow());
    own.put("turn-secret", fresh.turnSecret());
    steps.add(step(WantedObjects.NAME, own, () -> keyIsKept = true));
    settings
        .storeUser()
        .ifPresent(
            user -> {
              Map<String, String> store = new LinkedHashMap<>();
              store.put("user", user);
              settings.storePassword().ifPresent(password -> store.put("password", password));
              steps.add(step(STORE, store, () -> {}));
            });
    return steps;
  }

  /** The API key, if it was kept just now; a secret. */
  Optional<String> newApiKey() {
    return keyIsKept ? fresh.newApiKey() : Optional.empty();
  }

  private DeployStep step(String name, Map<String, String> content, Runnable onMade) {
    String says = settings.namespace() + "/" + name;
    if (api.metadata(ApiKind.SECRET.path(settings.namespace(), name)).isPresent()) {
      return DeployStep.keep("secret", says);
    }
    return new DeployStep(
        Change.CREATE,
        "secret",
        says + ": " + String.join(", ", content.keySet()),
        () -> {
          // Somebody may have made it meanwhile: then theirs is the one that the nodes have.
          if (api.create(ApiKind.SECRET.path(settings.namespace()), object(name, content))) {
            onMade.run();
          }
        });
  }

  private ObjectNode object(String name, Map<String, String> content) {
    ObjectNode secret = MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
    secret
        .putObject("metadata")
        .put("name", name)
        .put("namespace", settings.namespace())
        .putObject("labels")
        .put(WantedObjects.DEPLOYMENT, settings.namespace());
    ObjectNode data = secret.put("type", "Opaque").putObject("data");
    content.forEach(
        (key, value) ->
            data.put(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return secret;
  }
}

package dev.otter.deploy.kubernetes;

import dev.otter.deploy.DeployException;
import dev.otter.deploy.DeployOptions;
import dev.otter.deploy.DeployStep;
import dev.otter.deploy.DeployTarget;
import dev.otter.deploy.PartStatus;
import dev.otter.deploy.Undertaking;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pods of a Kubernetes cluster. */
public final class KubernetesTarget implements DeployTarget {

  /** What Kubernetes takes as a name, and short enough for those that are made of it. */
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?");

  private final ApiClient api;
  private final String namespace;

  private KubernetesTarget(ApiClient api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  /**
   * Opens it.
   *
   * @param namespace of the deployment
   * @param kubeconfig a file; empty for the one that kubectl takes, or what a pod has
   * @param context of that file; empty for its own
   * @param environment with KUBECONFIG and HOME, or those of a pod
   * @throws DeployException when one of them is impossible
   */
  public static DeployTarget open(
      String namespace,
      Optional<Path> kubeconfig,
      Optional<String> context,
      Map<String, String> environment) {
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw DeployException.wrongUse(
          "--namespace must be lower-case letters, digits and -, at most 50, got " + namespace);
    }
    return new KubernetesTarget(
        new ApiClient(KubeConfig.find(kubeconfig, context, environment)), namespace);
  }

  @Override
  public Undertaking undertake(DeployOptions options) {
    return new KubernetesUndertaking(api, KubernetesSettings.of(namespace, options));
  }

  @Override
  public List<DeployStep> removal(boolean keepData) {
    return new KubernetesRemoval(api, namespace).steps(keepData);
  }

  @Override
  public List<PartStatus> status() {
    return new KubernetesStatus(api, namespace).parts();
  }

  @Override
  public void close() {
    // The client of Java has nothing to close.
  }
}

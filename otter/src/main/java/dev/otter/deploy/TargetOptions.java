package dev.otter.deploy;

import dev.otter.deploy.docker.DockerTarget;
import dev.otter.deploy.kubernetes.KubernetesTarget;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which deployment a command is about. */
final class TargetOptions {

  private static final String DEFAULT_NAME = "otter";

  /** Where a cluster can be brought up. */
  enum Target {
    /** Containers of one Docker engine. */
    DOCKER,
    /** Pods of a Kubernetes cluster. */
    KUBERNETES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      required = true,
      description = {
        "where: docker, the engine of the variable DOCKER_HOST, else of this machine's socket;",
        "kubernetes, the cluster of kubectl's configuration, or the one that this is a pod of"
      })
  private Target target;

  @Option(
      names = "--name",
      defaultValue = DEFAULT_NAME,
      description = {
        "which deployment: what its parts are called, as NAME-node-1 (default: ${DEFAULT-VALUE})"
      })
  private String name;

  @Option(
      names = "--namespace",
      defaultValue = DEFAULT_NAME,
      description = {
        "in Kubernetes: the namespace of the nodes; relays are in NAMESPACE-relays",
        "(default: ${DEFAULT-VALUE})"
      })
  private String namespace;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "in Kubernetes: the configuration; default: KUBECONFIG, else ~/.kube/config")
  private Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "CONTEXT",
      description = "in Kubernetes: which of its contexts; default: its own")
  private String context;

  /** Opens it. */
  DeployTarget open() {
    return switch (target) {
      case DOCKER -> {
        boolean others = kubeconfig != null || context != null || !namespace.equals(DEFAULT_NAME);
        if (others) {
          throw DeployException.wrongUse(
              "--namespace, --kubeconfig and --context are for --target kubernetes");
        }
        yield DockerTarget.open(name, System.getenv());
      }
      case KUBERNETES -> {
        if (!name.equals(DEFAULT_NAME)) {
          throw DeployException.wrongUse(
              "--name is for --target docker; in Kubernetes --namespace tells deployments apart");
        }
        yield KubernetesTarget.open(
            namespace,
            Optional.ofNullable(kubeconfig),
            Optional.ofNullable(context),
            System.getenv());
      }
    };
  }

  /** The options that name this deployment, for a command line that a user may type. */
  String words() {
    return "--target "
        + target
        + (name.equals(DEFAULT_NAME) ? "" : " --name " + name)
        + (namespace.equals(DEFAULT_NAME) ? "" : " --namespace " + namespace)
        + (kubeconfig == null ? "" : " --kubeconfig " + kubeconfig)
        + (context == null ? "" : " --context " + context);
  }
}

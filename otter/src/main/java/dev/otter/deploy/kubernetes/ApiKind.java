package dev.otter.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** The kinds of objects that a deployment has, in the order in which they are made. */
enum ApiKind {
  NAMESPACE("Namespace", "/api/v1", "namespaces", false),
  CLUSTER_ROLE("ClusterRole", "/apis/rbac.authorization.k8s.io/v1", "clusterroles", false),
  CLUSTER_ROLE_BINDING(
      "ClusterRoleBinding", "/apis/rbac.authorization.k8s.io/v1", "clusterrolebindings", false),
  ROLE("Role", "/apis/rbac.authorization.k8s.io/v1", "roles", true),
  ROLE_BINDING("RoleBinding", "/apis/rbac.authorization.k8s.io/v1", "rolebindings", true),
  SERVICE_ACCOUNT("ServiceAccount", "/api/v1", "serviceaccounts", true),
  SECRET("Secret", "/api/v1", "secrets", true),
  CONFIG_MAP("ConfigMap", "/api/v1", "configmaps", true),
  SERVICE("Service", "/api/v1", "services", true),
  NETWORK_POLICY("NetworkPolicy", "/apis/networking.k8s.io/v1", "networkpolicies", true),
  BUDGET("PodDisruptionBudget", "/apis/policy/v1", "poddisruptionbudgets", true),
  STATEFUL_SET("StatefulSet", "/apis/apps/v1", "statefulsets", true),
  POD("Pod", "/api/v1", "pods", true),
  CLAIM("PersistentVolumeClaim", "/api/v1", "persistentvolumeclaims", true);

  private final String kind;
  private final String base;
  private final String plural;
  private final boolean namespaced;

  ApiKind(String kind, String base, String plural, boolean namespaced) {
    this.kind = kind;
    this.base = base;
    this.plural = plural;
    this.namespaced = namespaced;
  }

  /** The kind of an object. */
  static ApiKind of(JsonNode object) {
    String kind = object.path("kind").asText();
    return Arrays.stream(values())
        .filter(each -> each.kind.equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("deploy knows no " + kind));
  }

  /** Its name as Kubernetes writes it. */
  String text() {
    return kind;
  }

  /**
   * Where all of them are.
   *
   * @param namespace of theirs; not looked at where they are in none
   */
  String path(String namespace) {
    return base + (namespaced ? "/namespaces/" + namespace : "") + "/" + plural;
  }

  /** Where one is. */
  String path(String namespace, String name) {
    return path(namespace) + "/" + name;
  }
}

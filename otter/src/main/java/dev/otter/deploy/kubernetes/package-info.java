/**
 * A cluster in Kubernetes: the files of {@code k8s/}, rendered for what was asked for, and applied
 * to an API server.
 *
 * <ol>
 *   <li>{@code KubeConfig} finds out where the API server is, and as whom it is asked.
 *   <li>{@code WantedObjects} renders the overlay {@code deploy} and puts names and options in.
 *   <li>{@code KubernetesUndertaking} compares that with what there is, and names the steps.
 *   <li>{@code PortForward} reaches the nodes, to make the first link and look whether it is good.
 * </ol>
 */
package dev.otter.deploy.kubernetes;

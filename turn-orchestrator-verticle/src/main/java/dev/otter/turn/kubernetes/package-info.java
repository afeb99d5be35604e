/**
 * Relays as pods of the Kubernetes cluster in which the node runs, by its API server. This package
 * alone speaks to Kubernetes, and decides what a relay's pod may do: little. {@link
 * dev.otter.turn.kubernetes.KubernetesCall} lists all that it asks of the API server.
 */
package dev.otter.turn.kubernetes;

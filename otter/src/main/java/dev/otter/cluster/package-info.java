/**
 * The cluster: how Hazelcast is set up and watched, which side of a cut serves, and what a node
 * does that stood still. This package alone knows Hazelcast.
 *
 * <ol>
 *   <li>{@link dev.otter.cluster.ClusterMembership} hears of members that come and go.
 *   <li>{@link dev.otter.cluster.ServingGuard} finds out who is there ({@code MemberProbe}, {@code
 *       ClusterPeers}) and lets {@code Majority} decide.
 *   <li>{@link dev.otter.cluster.ServingSide} shows the outcome to the verticles and to the merge
 *       policies.
 *   <li>{@link dev.otter.cluster.PauseFence} notices that the process did not run.
 * </ol>
 */
package dev.otter.cluster;

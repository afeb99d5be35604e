/**
 * The cluster: how Hazelcast is set up and watched, which side of a cut serves, and what a node
 * does that stood still. This package alone knows Hazelcast.
 *
 * <ol>
 *   <li>{@code HazelcastMember} starts this process's member, with a joiner of our own ({@code
 *       PromptJoiner}), and {@link dev.otter.cluster.ClusteredVertx} puts Vert.x upon it.
 *   <li>{@link dev.otter.cluster.ClusterMembership} hears of members that come and go.
 *   <li>{@link dev.otter.cluster.ServingGuard} finds out who is there ({@code MemberProbe}, {@code
 *       ClusterPeers}) and lets {@code Majority} decide.
 *   <li>{@link dev.otter.cluster.ServingSide} shows the outcome to the verticles and to the merge
 *       policies.
 *   <li>{@link dev.otter.cluster.PauseFence} notices that the process did not run.
 * </ol>
 */
package dev.otter.cluster;

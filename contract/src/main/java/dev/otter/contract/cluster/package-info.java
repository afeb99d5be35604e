/**
 * What parts of a node need to know of the cluster: whether this side of it may serve, who is in
 * it, and what nodes tell each other about that. How it is decided is the launcher's affair.
 */
package dev.otter.contract.cluster;

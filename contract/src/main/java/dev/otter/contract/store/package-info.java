/**
 * What outlives the cluster, as the verticles see it: rooms, API keys, revocations. The module
 * {@code store} keeps them in a database; a cluster without a shared one keeps nothing. Who changes
 * something writes here first and to the distributed map after, so that an answer is never ahead of
 * the disk.
 */
package dev.otter.contract.store;

/** The cluster: how Hazelcast is set up and watched. This package alone knows Hazelcast. */
package dev.otter.cluster;

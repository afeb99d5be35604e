package dev.otter.deploy.docker;

/** Where the TURN servers of a deployment are. */
enum RelayPlace {
  /** Containers on the network of the engine's machine, which browsers reach. */
  MACHINE,
  /** Inside of the nodes' containers, behind their gateways. */
  NODES,
  /** Containers on the deployment's network, behind all nodes' gateways. */
  NETWORK
}

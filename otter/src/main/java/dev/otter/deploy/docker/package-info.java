/**
 * A cluster as containers of one Docker engine: nodes, TURN servers, a database and a load balancer
 * on a network of their own.
 *
 * <ol>
 *   <li>{@code DockerSettings} checks what is wanted.
 *   <li>{@code NodeParts}, {@code RelayParts}, {@code DatabasePart} and {@code BalancerPart} say
 *       what each container is: a {@code Part}.
 *   <li>{@code DockerPlan} compares them with the containers that are there; labels tell which are
 *       this deployment's, and what they were made of.
 *   <li>{@code PartSteps} makes, replaces and waits, by way of {@code Engine}.
 * </ol>
 *
 * <p>Nothing is kept on the machine of whoever deploys: what must be known the next time is in the
 * labels, and what is secret in the volumes of the nodes.
 */
package dev.otter.deploy.docker;

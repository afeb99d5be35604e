/**
 * Relays as containers of this machine's Docker daemon, by its HTTP API over its unix socket. This
 * package alone speaks with Docker by HTTP ({@code DockerHttp}, which the command {@code deploy}
 * uses too), and decides what a relay's container may do: little.
 */
package dev.otter.turn.docker;

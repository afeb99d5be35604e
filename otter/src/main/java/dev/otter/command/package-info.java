/**
 * The commands beside running a node: API keys of a running one, the configuration, and what is
 * wrong with an installation.
 */
package dev.otter.command;

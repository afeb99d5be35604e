/**
 * The operator's console at {@code /console}: sessions, the live picture, and actions. It asks
 * everything over the bus, and what it does goes through the routes of the API.
 *
 * <ol>
 *   <li>{@link dev.otter.console.ConsoleRoutes} is the table of paths, and lets nobody in whose
 *       session {@code ConsoleSessions} does not know.
 *   <li>{@link dev.otter.console.NodeMeter} measures its own node and keeps an hour of it.
 *   <li>{@code ClusterPicture} gathers what all nodes say while somebody looks.
 *   <li>{@code LiveSocket} sends it to one console.
 * </ol>
 */
package dev.otter.console;

/**
 * The operator's console at {@code /console}: sessions, the live picture, and actions. It asks
 * everything over the bus, and what it does goes through the routes of the API.
 *
 * <ol>
 *   <li>{@link dev.otter.console.ConsoleRoutes} is the table of paths;
 *   <li>{@code ConsoleDoor} holds the cookie and lets only the console's own page act, {@code
 *       ConsoleSessions} knows who has signed in;
 *   <li>{@code PassHandler} hands actions on to the API;
 *   <li>{@link dev.otter.console.NodeMeter} measures its own node and keeps an hour of it;
 *   <li>{@code ClusterPicture} gathers what all nodes say while somebody looks;
 *   <li>{@code LiveHandler} opens a console's socket, {@code LiveSocket} sends the picture to it.
 * </ol>
 */
package dev.otter.console;

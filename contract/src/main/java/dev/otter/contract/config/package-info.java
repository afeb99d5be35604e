/**
 * The configuration of a node as values: this package is the only authority for which settings are
 * possible, what their defaults are and what they may be.
 *
 * <p>Route of a setting:
 *
 * <ol>
 *   <li>The launcher's loader reads file and environment and makes texts into values.
 *   <li>Each record here checks itself when it is made; a refusal is an {@link
 *       dev.otter.contract.config.InvalidOptionException} that names the option.
 *   <li>{@link dev.otter.contract.config.OtterConfig} holds the sections; a verticle is handed the
 *       sections it needs.
 * </ol>
 *
 * <p>Nothing here reads files, variables or the network.
 */
package dev.otter.contract.config;

/**
 * Reading the configuration: this package is the only authority for the names of options, where
 * their values come from and what is said when one is wrong.
 *
 * <p>Route of a setting:
 *
 * <ol>
 *   <li>{@link dev.otter.config.OptionTable} names every {@link dev.otter.config.Option}.
 *   <li>{@link dev.otter.config.ConfigurationFile} and {@link dev.otter.config.Environment} find
 *       the texts; what they find is a {@link dev.otter.config.Setting}.
 *   <li>{@link dev.otter.config.ConfigurationLoader} lets environment beat file beat default, has
 *       each text parsed, and collects every problem.
 *   <li>{@link dev.otter.config.ConfigurationAssembly} makes the records of {@code
 *       dev.otter.contract.config}, which check themselves.
 *   <li>{@link dev.otter.config.ConfigurationPage} shows it all to people.
 * </ol>
 */
package dev.otter.config;

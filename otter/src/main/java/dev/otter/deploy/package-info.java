/**
 * {@code deploy}, {@code destroy} and {@code status}: a whole cluster up and down by one command.
 *
 * <ol>
 *   <li>A command reads its options and makes a {@link dev.otter.deploy.DeployTarget}.
 *   <li>The target compares what is wanted with what there is, and names {@link
 *       dev.otter.deploy.DeployStep}s.
 *   <li>{@code StepRun} carries them out one by one, and says what stands when one fails.
 * </ol>
 */
package dev.otter.deploy;

/**
 * The ids that travel: what each looks like and how one is made. The only place where random text
 * for ids and secrets is made ({@link dev.otter.contract.id.RandomText}).
 */
package dev.otter.contract.id;

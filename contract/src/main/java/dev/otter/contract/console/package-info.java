/**
 * What nodes tell each other for the operator's console: how loaded each is now, and was within the
 * last hour.
 */
package dev.otter.contract.console;

/**
 * What somebody may try against a node, or what may befall it: one class for each, named after it.
 * docs/threats.md is the list.
 */
package dev.otter.threats;

/**
 * Small texts that all nodes share and that pass away by themselves. This package says what such a
 * store promises; where its entries are is the affair of whoever makes one.
 */
package dev.otter.contract.kv;

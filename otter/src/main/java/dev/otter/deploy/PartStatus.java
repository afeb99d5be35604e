package dev.otter.deploy;

/**
 * How one part of a deployment is.
 *
 * @param part which, such as {@code node-2}
 * @param isWell whether it does what it should
 * @param state in a word or two
 * @param since when that began, as in RFC 3339; empty where that is not known
 * @param address where it is; empty where it has none
 * @param image what it is made of
 */
public record PartStatus(
    String part, boolean isWell, String state, String since, String address, String image) {}

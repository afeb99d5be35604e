/**
 * What outlives the cluster, in a database: H2 in a file of {@code dataDir}, or PostgreSQL. This
 * module alone speaks SQL.
 *
 * <ol>
 *   <li>{@link dev.otter.store.Database} opens one of the two and brings its schema up to date;
 *   <li>{@code GroupCommit} writes: what waits at one moment goes to the disk in one transaction;
 *   <li>{@code RoomTable}, {@code ApiKeyTable} and {@code RevocationTable} are the statements.
 * </ol>
 */
package dev.otter.store;

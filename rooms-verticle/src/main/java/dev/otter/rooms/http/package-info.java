/**
 * The room API over HTTP. {@link dev.otter.rooms.http.RoomsRoutes} is the table; one handler is one
 * call. Names that start with {@code FirstOtter} answer as the first Otter did, unchanged.
 */
package dev.otter.rooms.http;

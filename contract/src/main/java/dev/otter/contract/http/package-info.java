/**
 * What the HTTP routes of all modules share: how a body is read, who may call, and how an answer or
 * an error is written. {@link dev.otter.contract.http.JsonErrors} is the only place where a failure
 * becomes an HTTP answer.
 */
package dev.otter.contract.http;

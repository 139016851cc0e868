/** A shop as its operators see it: metrics, traces, the endpoint, and who may use it. */
package io.github.lockstarter.operations;

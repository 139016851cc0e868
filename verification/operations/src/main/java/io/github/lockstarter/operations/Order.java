package io.github.lockstarter.operations;

/** What a customer wants. */
public record Order(String id, int pieces) {}

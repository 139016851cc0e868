package io.github.lockstarter.webflux;

/** A bid that was taken. */
public record Bid(String item, int amount, long fencingToken) {}

package io.github.lockstarter.store;

/** What a store answers to an {@link Acquire}. */
public sealed interface Answer permits Grant, Busy {}

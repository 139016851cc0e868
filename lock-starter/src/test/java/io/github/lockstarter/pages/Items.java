package io.github.lockstarter.pages;

interface Items {

    long highest(String id);

    void save(String id, long amount);
}

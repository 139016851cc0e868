package io.github.lockstarter.userstests;

interface Items {

    long highest(String id);

    void save(String id, long amount);
}

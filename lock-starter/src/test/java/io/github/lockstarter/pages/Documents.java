package io.github.lockstarter.pages;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import org.springframework.stereotype.Service;

@Service
class Documents {

    private final Archive archive;

    Documents(Archive archive) {
        this.archive = archive;
    }

    @DistributedLock(key = "'document:' + #id", ttl = "30s", renew = true)
    public void publish(String id) {
        archive.put(id, render(id), CurrentLease.require().fencingToken());
    }

    private String render(String id) {
        return "document " + id;
    }

    interface Archive {

        void put(String id, String text, long fencingToken);
    }
}

package io.github.lockstarter.pages;

import io.github.lockstarter.LeaseLostEvent;
import io.github.lockstarter.LeaseLostException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class LossAlarm {

    private final List<String> alarms = new ArrayList<>();

    @EventListener
    void on(LeaseLostEvent event) {
        alert(event.lease().name(), event.loss().reason(), event.loss().heldFor());
    }

    private synchronized void alert(String name, Reason reason, Duration heldFor) {
        alarms.add(name + " " + reason + " after " + heldFor);
    }

    synchronized List<String> alarms() {
        return List.copyOf(alarms);
    }
}

package io.github.lockstarter.sample.web;

import io.github.lockstarter.sample.page.EventStream;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What happens, as it happens: events named items, instances, race and story, each with all there is to show. */
@RestController
class EventController {

    private final EventStream events;

    EventController(EventStream events) {
        this.events = events;
    }

    @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> open() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(events.open());
    }
}

package io.github.lockstarter.sample.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says where the page is, as the last line of the start. */
@Component
class Invitation {

    private static final Logger log = LoggerFactory.getLogger(Invitation.class);

    @EventListener
    void invite(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof WebServerApplicationContext web) {
            log.info(
                    "The auction is open: http://localhost:{}",
                    web.getWebServer().getPort());
        }
    }
}

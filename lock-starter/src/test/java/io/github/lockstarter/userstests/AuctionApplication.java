package io.github.lockstarter.userstests;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class AuctionApplication {}

/** The endpoint {@code distributedlocks} of Spring Boot's Actuator. */
@NullMarked
package io.github.lockstarter.actuate;

import org.jspecify.annotations.NullMarked;

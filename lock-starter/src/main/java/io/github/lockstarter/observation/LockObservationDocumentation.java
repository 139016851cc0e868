package io.github.lockstarter.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations of locks: each is a timer and, where there is tracing, a span. */
public enum LockObservationDocumentation implements ObservationDocumentation {

    /** A call that acquires a lock, from its beginning until it has the lock or gives up. */
    ACQUIRE {

        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultAcquireObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return KeyName.merge(HighCardinalityKeyNames.values(), AcquireHighCardinalityKeyNames.values());
        }
    },

    /** A lease that is held, from the acquisition until it is released or lost. What runs under it is observed within it. */
    HOLD {

        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultHoldObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinalityKeyNames.values();
        }
    };

    /** What timers and spans have. */
    public enum LowCardinalityKeyNames implements KeyName {

        /** The lock as written in code, {@code BidService-placeBid}. Never the key. */
        NAME {

            @Override
            public String asString() {
                return "lock.name";
            }
        },

        /** How it ended: {@link AcquireOutcome} or {@link HoldOutcome} in lower case; not there before. */
        OUTCOME {

            @Override
            public String asString() {
                return "outcome";
            }
        }
    }

    /** What only spans have. */
    public enum HighCardinalityKeyNames implements KeyName {

        /** The keys of the call, unless they are hidden. */
        KEYS {

            @Override
            public String asString() {
                return "lock.keys";
            }
        },

        /** The fencing token of the lease. */
        FENCING_TOKEN {

            @Override
            public String asString() {
                return "lock.fencing-token";
            }
        }
    }

    /** What only spans of acquiring have. */
    public enum AcquireHighCardinalityKeyNames implements KeyName {

        /** How often the store was asked. */
        ATTEMPTS {

            @Override
            public String asString() {
                return "lock.attempts";
            }
        },

        /** How long the call waited, in milliseconds. */
        WAITED {

            @Override
            public String asString() {
                return "lock.waited-ms";
            }
        }
    }
}

package io.github.lockstarter.benchmarks.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InsideTests {

    private final Inside inside = new Inside(2);

    @Test
    void allowsAsManyAsMayShareAndThenOneAlone() {
        inside.enter(Want.SHARED);
        inside.enter(Want.SHARED);
        inside.leave(Want.SHARED);
        inside.leave(Want.SHARED);
        inside.enter(Want.EXCLUSIVE);
        inside.leave(Want.EXCLUSIVE);

        assertThat(inside.breaches()).isZero();
        assertThat(inside.most()).isEqualTo(2);
    }

    @Test
    void seesOneTooMany() {
        inside.enter(Want.PERMIT);
        inside.enter(Want.PERMIT);
        inside.enter(Want.PERMIT);

        assertThat(inside.breaches()).isOne();
        assertThat(inside.most()).isEqualTo(3);
    }

    @Test
    void seesAWriterWhoComesToReaders() {
        inside.enter(Want.SHARED);
        inside.enter(Want.EXCLUSIVE);

        assertThat(inside.breaches()).isOne();
    }

    @Test
    void seesAReaderWhoComesToAWriter() {
        inside.enter(Want.EXCLUSIVE);
        inside.enter(Want.SHARED);

        assertThat(inside.breaches()).isOne();
    }

    @Test
    void seesTwoWriters() {
        inside.enter(Want.EXCLUSIVE);
        inside.enter(Want.EXCLUSIVE);

        assertThat(inside.breaches()).isOne();
    }
}

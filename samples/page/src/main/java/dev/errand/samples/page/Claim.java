package dev.errand.samples.page;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A claim.
 *
 * @param number its number
 * @param holder who claims
 * @param amount how much
 * @param filedOn since when
 */
record Claim(String number, String holder, BigDecimal amount, LocalDate filedOn) {

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 300;

    /** Claims as they might be. */
    static Stream<Claim> some(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> new Claim(
                        "C-%06d".formatted(i),
                        "Holder " + i,
                        BigDecimal.valueOf(100L * i + 99, 2),
                        FIRST_DAY.plusDays(i % DAYS)));
    }
}

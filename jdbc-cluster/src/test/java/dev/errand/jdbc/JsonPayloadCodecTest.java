package dev.errand.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.jdbc.payload.JsonPayloadCodec;
import dev.errand.registry.UnreadablePayloadException;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What payloads look like as JSON, and what is not made of JSON that somebody else has written. */
@Timeout(60)
class JsonPayloadCodecTest {

    private static final int ROUNDS = Boolean.getBoolean("errand.long") ? 5_000_000 : 20_000;
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "null",
            "1e999999999",
            "-",
            "\\u0000",
            "\\ud83d",
            "\"@class\":\"dev.errand.jdbc.JsonPayloadCodecTest$Canary\",",
            "\"kind\":\"dev.errand.jdbc.JsonPayloadCodecTest$Canary\",",
            "{\"kind\":\"AllOf\",\"filters\":[");

    private final JsonPayloadCodec codec = JsonPayloadCodec.standard();

    @Test
    void givesBackWhatItWasGiven() {
        assertGivenBack(Claims.query("x"), Claims.Query.class);
        assertGivenBack(Claims.report(), Claims.MailReport.class);
        assertGivenBack(Claims.file(), Artifact.class);
        assertGivenBack(new Claims.Nothing(), Claims.Filter.class);
        assertGivenBack(new Claims.Contains("as itself"), Claims.Contains.class);
        assertGivenBack(Claims.Preset.TODAY, Claims.Filter.class);
        assertGivenBack("text", String.class);
        assertGivenBack(Long.MIN_VALUE, Long.class);
        assertGivenBack(Claims.Urgency.LOW, Claims.Urgency.class);
        assertGivenBack(OffsetDateTime.parse("2026-07-01T10:00:00+02:00"), OffsetDateTime.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "a\0b", "\ud83d\ude00", "\ud83d", "\ude00\ud83d", "\ufffe\uffff", "\u2028\"\\\n"})
    void givesBackEveryText(String text) {
        String stored = codec.encode(text, String.class);

        assertThat(codec.decode(stored, String.class)).isEqualTo(text);
        assertThat(stored)
                .as("what every database can store")
                .doesNotContain("\0")
                .matches(json -> json.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff));
    }

    @Test
    void namesTheClassesOfSealedTypesOnly() {
        assertThat(codec.encode(Claims.query("x"), Claims.Query.class))
                .contains("{\"kind\":\"Contains\",\"text\":\"a\"}")
                .contains("{\"kind\":\"Nothing\"}")
                .doesNotContain("dev.errand");
    }

    @Test
    void writesEqualValuesTheSame() {
        record Bag(Map<String, Integer> map, Set<Claims.Filter> set) {}
        List<Bag> equal = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
        for (int turn = 0; turn < 5; turn++) {
            Collections.rotate(numbers, 2);
            Map<String, Integer> map = new LinkedHashMap<>();
            Set<Claims.Filter> set = new LinkedHashSet<>();
            numbers.forEach(n -> map.put("key " + n, n));
            numbers.forEach(n -> set.add(new Claims.Contains("text " + n)));
            equal.add(new Bag(map, set));
        }

        assertThat(equal.stream().distinct()).hasSize(1);
        assertThat(equal.stream().map(bag -> codec.encode(bag, Bag.class)).distinct())
                .hasSize(1);
        assertThat(codec.decode(codec.encode(equal.getFirst(), Bag.class), Bag.class))
                .isEqualTo(equal.getFirst());
    }

    /** One of them is read as the other, or not at all, unless they are told apart. */
    @Test
    void tellsApartWhatHasTheSameSimpleName() {
        assertGivenBack(new Orders.Created(1), Event.class);
        assertGivenBack(new Invoices.Created("one"), Event.class);
        assertGivenBack(new Orders.Shipped(), Event.class);
        assertThat(codec.encode(new Orders.Shipped(), Event.class)).isEqualTo("{\"kind\":\"Shipped\"}");
    }

    @Test
    void writesEnumsByTheNamesOfTheirConstants() {
        record Shown(Color color, Set<Color> all, EnumSet<Color> some, Map<Color, Color> next, Paint paint) {}
        assertGivenBack(
                new Shown(
                        Color.RED,
                        Set.of(Color.values()),
                        EnumSet.of(Color.RED),
                        Map.of(Color.RED, Color.BLUE),
                        Color.RED),
                Shown.class);
        assertGivenBack(new Stripes(Color.RED), Paint.class);
        assertGivenBack(Color.RED, Paint.class);
        assertThat(Color.RED.isWarm()).isNotEqualTo(Color.BLUE.isWarm());
        assertThat(codec.encode(Color.RED, Color.class)).isEqualTo("\"RED\"");
        assertThat(codec.decode("\"BLUE\"", Color.class)).isEqualTo(Color.BLUE);
        assertThat(codec.encode(Color.RED, Paint.class)).isEqualTo("[\"Color\",\"RED\"]");
    }

    sealed interface Paint {}

    record Stripes(Paint paint) implements Paint {}

    /** Sealed by the compiler, for the sake of one constant. */
    enum Color implements Paint {
        RED {
            @Override
            boolean isWarm() {
                return true;
            }
        },
        BLUE;

        boolean isWarm() {
            return false;
        }
    }

    @Test
    void knowsNothingOfWhatTheJdkPermits() {
        record Meeting(ZoneId zone, Set<ZoneId> others) {}
        Meeting meeting = new Meeting(ZoneId.of("Europe/Prague"), Set.of(ZoneOffset.UTC));

        assertThat(codec.encode(meeting, Meeting.class)).isEqualTo("{\"zone\":\"Europe/Prague\",\"others\":[\"Z\"]}");
        assertGivenBack(meeting, Meeting.class);
    }

    sealed interface Event {}

    static final class Orders {
        record Created(int number) implements Event {}

        record Shipped() implements Event {}
    }

    static final class Invoices {
        record Created(String number) implements Event {}
    }

    @Test
    void saysWhatCannotBeWritten() {
        List<Object> itself = new ArrayList<>();
        itself.add(itself);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> codec.encode(itself, List.class))
                .withMessageContaining("be writable as JSON");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> codec.encode(new Hidden(), Hidden.class))
                .withMessageContaining("no properties");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> codec.encode(Map.of("text", 1, 2, 3), Map.class));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> codec.encode(new Claims.Sort("by name", true), Claims.Filter.class))
                .withMessageContaining("'kind' and bean property with same name");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> codec.encode(new Broken(), Broken.class))
                .withMessageContaining("broken on purpose");
    }

    /** Nobody could tell one from another, once it is written. */
    static final class Hidden {
        private final int number = hashCode();

        @Override
        public String toString() {
            return "hidden " + number;
        }
    }

    static final class Broken {
        public String getText() {
            return Optional.<String>empty().orElseThrow(() -> new IllegalStateException("broken on purpose"));
        }
    }

    @Test
    void takesAnUnknownPropertyForASignOfANewerVersion() {
        assertThatExceptionOfType(UnreadablePayloadException.class)
                .isThrownBy(
                        () -> codec.decode("{\"kind\":\"Contains\",\"text\":\"x\",\"since\":2}", Claims.Contains.class))
                .satisfies(e -> assertThat(e.isNewer()).isTrue());
        assertThatExceptionOfType(UnreadablePayloadException.class)
                .isThrownBy(() -> codec.decode("{\"text\":", Claims.Contains.class))
                .satisfies(e -> assertThat(e.isNewer()).isFalse());
    }

    @Test
    void takesAnUnknownKindForASignOfANewerVersion() {
        String unknown = "{\"kind\":\"Unheard\",\"text\":\"x\"}";
        for (String newer : List.of(unknown, "{\"kind\":\"AllOf\",\"filters\":[" + unknown + "]}")) {
            assertThatExceptionOfType(UnreadablePayloadException.class)
                    .isThrownBy(() -> codec.decode(newer, Claims.Filter.class))
                    .satisfies(e -> assertThat(e.isNewer()).isTrue());
        }
        assertThatExceptionOfType(UnreadablePayloadException.class)
                .isThrownBy(() -> codec.decode("{\"text\":\"x\"}", Claims.Filter.class))
                .satisfies(e -> assertThat(e.isNewer()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{",
                "[1,",
                "\"\\ud83\"",
                "{} {}",
                "{\"kind\":\"Unheard\"}",
                "{\"kind\":\"dev.errand.jdbc.JsonPayloadCodecTest$Canary\"}",
                "{\"kind\":\"Canary\",\"@class\":\"dev.errand.jdbc.JsonPayloadCodecTest$Canary\"}",
                "[\"dev.errand.jdbc.JsonPayloadCodecTest$Canary\",{}]",
                "{\"@class\":\"dev.errand.jdbc.JsonPayloadCodecTest$Canary\"}",
                "{\"kind\":{\"kind\":\"Nothing\"}}",
                "{\"kind\":\"AllOf\",\"filters\":[{\"kind\":\"JsonPayloadCodecTest.Canary\"}]}"
            })
    void makesNothingElseOfWhatSomebodyHasWritten(String json) {
        CanaryWatch.HATCHED.set(false);

        assertThatExceptionOfType(UnreadablePayloadException.class)
                .isThrownBy(() -> codec.decode(json, Claims.Filter.class));
        assertThat(CanaryWatch.HATCHED).as("a class that nobody asked for").isFalse();
    }

    /** Nobody registers it, so nobody may make one, or even look at it. */
    static final class Canary {

        static {
            CanaryWatch.HATCHED.set(true);
        }
    }

    @Test
    void readsNothingThatIsTooDeep() {
        for (String deep : List.of("[".repeat(100_000), "{\"kind\":\"AllOf\",\"filters\":[".repeat(10_000))) {
            assertThatExceptionOfType(UnreadablePayloadException.class)
                    .isThrownBy(() -> codec.decode(deep, Claims.Filter.class));
        }
    }

    /** Or it would be accepted, and be lost afterwards. */
    @Test
    void writesNothingThatIsTooDeepToBeRead() {
        List<?> deep = List.of();
        for (int level = 2; level <= 200; level++) {
            deep = List.of(deep);
        }
        List<?> deepest = deep;
        Object read = codec.decode(codec.encode(deepest, List.class), List.class);
        assertThat(read).isEqualTo(deepest);
        assertThatThrownBy(() -> codec.encode(List.of(deepest), List.class)).hasMessageContaining("200");
    }

    /** As a number of a hundred million digits it would keep the machine busy for hours. */
    @Test
    void readsNoNumberThatIsTooLong() {
        record Numbers(BigInteger big, int small) {}
        for (String json :
                List.of("{\"big\":1e100000000}", "{\"small\":1e100000000}", "{\"big\":" + "9".repeat(5_000) + "}")) {
            assertThatExceptionOfType(UnreadablePayloadException.class)
                    .isThrownBy(() -> codec.decode(json, Numbers.class));
        }
    }

    /** Whatever is changed about a text, it is read as what it is about, or refused. */
    @Test
    @Timeout(1_800)
    void survivesWhatIsChangedAtRandom() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        String good = codec.encode(Claims.query("x"), Claims.Query.class);
        for (int round = 0; round < ROUNDS; round++) {
            String bad = changed(good, random);
            try {
                assertThat(codec.decode(bad, Claims.Query.class)).isInstanceOf(Claims.Query.class);
            } catch (UnreadablePayloadException expected) {
                assertThat(expected).hasMessageContaining(Claims.Query.class.getName());
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + bad, e);
            }
        }
        assertThat(CanaryWatch.HATCHED).isFalse();
    }

    private static String changed(String good, Random random) {
        StringBuilder bad = new StringBuilder(good);
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            int at = random.nextInt(bad.length());
            int end = Math.min(bad.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> bad.delete(at, end);
                case 1 -> bad.insert(at, bad.substring(at, end));
                case 2 -> bad.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                default -> bad.setCharAt(at, (char) random.nextInt(0x10000));
            }
        }
        return bad.toString();
    }

    private <T> void assertGivenBack(Object value, Class<T> type) {
        String stored = codec.encode(value, type);
        assertThat(codec.decode(stored, type)).isEqualTo(value);
        assertThat(codec.encode(codec.decode(stored, type), type)).isEqualTo(stored);
    }
}

package dev.errand.jdbc.payload;

import dev.errand.InvalidInputException;
import dev.errand.jdbc.sql.LoneSurrogates;
import dev.errand.registry.UnreadablePayloadException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

/**
 * Payloads as JSON (RFC 8259), by Jackson: records, classes with getters and setters, collections, numbers, times, enums, and
 * sealed interfaces, of which the name of the permitted class stands in the property {@code kind}, so that it can have no
 * other one of that name.
 *
 * <p>No class is ever made because what is stored names it. A property that the class does not have is an error, and is taken
 * for a sign that what wrote it was newer; so is a kind that a sealed interface does not have. Nothing is written or read that is
 * nested more than 200 levels deep, and nothing read with a number of more than a thousand digits.
 *
 * <p>The order of a map or a set is not kept, so that equal ones are written the same: where the order matters, use a list.
 */
public final class JsonPayloadCodec implements PayloadCodec {

    private static final int DEEPEST = 200;

    private final JsonMapper mapper;
    private final JsonMapper escaping;

    private JsonPayloadCodec(JsonMapper mapper) {
        this.mapper = mapper;
        this.escaping = LoneSurrogates.escaping(mapper);
    }

    /**
     * By a mapper that needs nothing to be set.
     *
     * @return the codec of every registry that is not given another one
     */
    public static JsonPayloadCodec standard() {
        return new JsonPayloadCodec(standardMapper());
    }

    /**
     * By a mapper of the application's own, for classes that need modules or mix-ins.
     *
     * @param mapper without default typing, which would let what is stored name classes
     * @return a codec
     */
    public static JsonPayloadCodec using(JsonMapper mapper) {
        return new JsonPayloadCodec(mapper);
    }

    /**
     * What {@link #standard()} uses, to be {@linkplain JsonMapper#rebuild() rebuilt} with modules or mix-ins.
     *
     * @return a new mapper
     */
    public static JsonMapper standardMapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(MapperFeature.REQUIRE_TYPE_ID_FOR_SUBTYPES)
                .addModule(new SimpleModule("errand").setSerializerModifier(new SetsInOrder()))
                .polymorphicTypeValidator(
                        BasicPolymorphicTypeValidator.builder().build())
                .annotationIntrospector(new SealedTypes())
                .build();
    }

    @Override
    public String encode(Object value, Class<?> type) {
        try {
            String json = mapper.writerFor(type).writeValueAsString(value);
            return LoneSurrogates.in(json) ? escaping.writerFor(type).writeValueAsString(value) : json;
        } catch (RuntimeException | StackOverflowError e) {
            throw new InvalidInputException(
                    "value of " + type.getName(),
                    value.getClass().getName(),
                    "be writable as JSON: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public <T> T decode(String stored, Class<T> type) {
        T value;
        try {
            value = mapper.readerFor(type).readValue(stored);
        } catch (UnrecognizedPropertyException unknown) {
            throw new UnreadablePayloadException(type, true, unknown);
        } catch (InvalidTypeIdException unknown) {
            throw new UnreadablePayloadException(type, unknown.getTypeId() != null, unknown);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw new UnreadablePayloadException(type, false, e);
        }
        if (value == null) {
            throw new UnreadablePayloadException(type, false, null);
        }
        return value;
    }
}

package dev.errand.jdbc;

import dev.errand.InvalidInputException;
import dev.errand.registry.UnreadablePayloadException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * Payloads as JSON (RFC 8259), by Jackson: records, classes with getters and setters, collections, numbers, times, enums, and
 * sealed interfaces, of which the name of the permitted class stands in the property {@code kind}.
 *
 * <p>No class is ever named in what is stored. A property that the class does not have is an error, and is taken for a sign
 * that what wrote it was newer. Nothing is read that is nested more than 200 levels deep.
 */
public final class JsonPayloadCodec implements PayloadCodec {

    private static final int DEEPEST = 200;

    private final JsonMapper mapper;
    private final JsonMapper escaping;

    private JsonPayloadCodec(JsonMapper mapper) {
        this.mapper = mapper;
        this.escaping =
                mapper.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
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
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(MapperFeature.DEFAULT_VIEW_INCLUSION)
                .polymorphicTypeValidator(
                        BasicPolymorphicTypeValidator.builder().build())
                .annotationIntrospector(new SealedTypes())
                .build();
    }

    @Override
    public String encode(Object value, Class<?> type) {
        try {
            String json = mapper.writerFor(type).writeValueAsString(value);
            return hasLoneSurrogate(json) ? escaping.writerFor(type).writeValueAsString(value) : json;
        } catch (JacksonException | StackOverflowError e) {
            throw new InvalidInputException(
                    "value of " + type.getName(),
                    value.getClass().getSimpleName(),
                    "be writable as JSON: " + e.getMessage(),
                    e);
        }
    }

    /** Half a character is no UTF-8, so it is stored as an escape. */
    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    @Override
    public <T> T decode(String stored, Class<T> type) {
        try {
            T value = mapper.readerFor(type).readValue(stored);
            if (value == null) {
                throw new UnreadablePayloadException(type, false, null);
            }
            return value;
        } catch (UnrecognizedPropertyException unknown) {
            throw new UnreadablePayloadException(type, true, unknown);
        } catch (JacksonException | StackOverflowError | LinkageError e) {
            throw new UnreadablePayloadException(type, false, e);
        }
    }
}

package dev.errand.jdbc.payload;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdConvertingSerializer;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.util.StdConverter;
import tools.jackson.databind.util.TokenBuffer;

/** Writes the elements of a set in the order of their texts, since equal sets may go through them in any order. */
final class SetsInOrder extends ValueSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public ValueSerializer<?> modifyCollectionSerializer(
            SerializationConfig config,
            CollectionType type,
            BeanDescription.Supplier description,
            ValueSerializer<?> serializer) {
        return Set.class.isAssignableFrom(type.getRawClass())
                ? new StdConvertingSerializer(new Sorted(type.getContentType()))
                : serializer;
    }

    /** A set as the list of its elements, which is written the same. */
    private static final class Sorted extends StdConverter<Set<?>, List<?>> {

        private final JavaType elements;

        Sorted(JavaType elements) {
            this.elements = elements;
        }

        @Override
        public JavaType getOutputType(TypeFactory types) {
            return types.constructCollectionType(List.class, elements);
        }

        @Override
        public List<?> convert(Set<?> set) {
            return List.copyOf(set);
        }

        @Override
        public List<?> convert(SerializationContext context, Set<?> set) {
            return set.stream()
                    .map(element -> new Element(element, textOf(context, element)))
                    .sorted(Comparator.comparing(Element::text))
                    .map(Element::value)
                    .toList();
        }

        private static String textOf(SerializationContext context, Object element) {
            try (TokenBuffer buffer = context.bufferForValueConversion()) {
                context.writeValue(buffer, element);
                StringBuilder text = new StringBuilder(element.getClass().getName());
                try (JsonParser tokens = buffer.asParser()) {
                    for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
                        text.append(token.id()).append(tokens.getString());
                    }
                }
                return text.toString();
            }
        }
    }

    private record Element(Object value, String text) {}
}

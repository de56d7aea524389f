package dev.errand.jdbc.payload;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Tells which class permitted by a sealed type a value is of, by its simple name in the property {@code kind}; by its full name
 * if another one has the same simple one. The compiler knows all of them, so no other class can be asked for. What is annotated
 * by its author is left to the annotations.
 *
 * <p>An enum is none of them, though the compiler makes it sealed when a constant gets a body: its constants are told apart by
 * their own names. Nor is a type of the JDK, whose permitted classes are nobody's business.
 */
final class SealedTypes extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("deprecation") // its successor is not in Jackson 3.1, which Spring Boot 4.1 brings
    private static final JsonTypeInfo.Value KIND =
            JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "kind", null, false, null);

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value said = super.findPolymorphicTypeInfo(config, annotated);
        return said == null && needsKind(annotated.getRawType()) ? KIND : said;
    }

    @Override
    public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass annotated) {
        String said = super.findTypeName(config, annotated);
        Class<?> type = declaredOf(annotated.getRawType());
        return said == null && isSealedOrBelow(type) ? nameOf(type) : said;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
        return isOfEnum(annotated.getRawType()) ? List.of() : super.findSubtypes(config, annotated);
    }

    private static boolean needsKind(Class<?> type) {
        return !isOfEnum(type) && !isOfJdk(type) && isSealedOrBelow(type);
    }

    /** Also of a constant with a body. */
    private static boolean isOfEnum(Class<?> type) {
        return Enum.class.isAssignableFrom(type);
    }

    private static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    }

    /** The class of a constant with a body has no name, and that of its enum is meant. */
    private static Class<?> declaredOf(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        return parent != null && parent.isEnum() ? parent : type;
    }

    private static boolean isSealedOrBelow(Class<?> type) {
        return type.isSealed() || sealedAbove(type).findAny().isPresent();
    }

    private static String nameOf(Class<?> type) {
        Set<Class<?>> relatives = new HashSet<>();
        addFamily(type, relatives);
        long namesakes = relatives.stream()
                .filter(relative -> relative.getSimpleName().equals(type.getSimpleName()))
                .count();
        return namesakes > 1 ? type.getName() : type.getSimpleName();
    }

    /** All that a value may be taken for where this one is expected, and this one. */
    private static void addFamily(Class<?> type, Set<Class<?>> family) {
        if (family.add(type)) {
            sealedAbove(type).forEach(parent -> addFamily(parent, family));
            if (type.isSealed()) {
                Stream.of(type.getPermittedSubclasses()).forEach(child -> addFamily(child, family));
            }
        }
    }

    private static Stream<Class<?>> sealedAbove(Class<?> type) {
        Stream<Class<?>> parents =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()));
        return parents.filter(Class::isSealed);
    }
}

package dev.errand.jdbc;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Tells which class permitted by a sealed type a value is of, by its simple name in the property {@code kind}. The compiler
 * knows all of them, so no other class can be asked for. What is annotated by its author is left to the annotations.
 */
final class SealedTypes extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;
    private static final JsonTypeInfo.Value KIND = JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "kind", null, false, null, null);

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value said = super.findPolymorphicTypeInfo(config, annotated);
        return said == null && sealedAbove(annotated.getRawType()) != null ? KIND : said;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
        List<NamedType> said = super.findSubtypes(config, annotated);
        if (said != null || !annotated.getRawType().isSealed()) {
            return said;
        }
        List<NamedType> permitted = new ArrayList<>();
        collect(annotated.getRawType(), permitted);
        return permitted;
    }

    private static void collect(Class<?> type, List<NamedType> permitted) {
        for (Class<?> one : type.getPermittedSubclasses()) {
            if (one.isSealed()) {
                collect(one, permitted);
            } else {
                permitted.add(new NamedType(one, one.getSimpleName()));
            }
        }
    }

    private static @Nullable Class<?> sealedAbove(Class<?> type) {
        if (type.isSealed()) {
            return type;
        }
        for (Class<?> one : type.getInterfaces()) {
            if (one.isSealed()) {
                return one;
            }
        }
        Class<?> parent = type.getSuperclass();
        return parent != null && parent.isSealed() ? parent : null;
    }
}

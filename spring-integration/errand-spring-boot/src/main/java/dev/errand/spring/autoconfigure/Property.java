package dev.errand.spring.autoconfigure;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.InvalidInputException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sets what a property says. Who refuses a value speaks of a field of its own; whoever has set it knows the property. */
final class Property {

    private Property() {}

    /**
     * Sets a value, if there is one.
     *
     * @param name of the property
     * @param value what it is set to; null if it is not
     * @param target what to change
     * @param setter changes it
     * @return as changed
     * @throws InvalidInputException that names the property, if its value is refused
     */
    @CanIgnoreReturnValue
    static <T, V> T set(String name, @Nullable V value, T target, BiFunction<T, V, T> setter) {
        return value == null ? target : read(name, value, known -> setter.apply(target, known));
    }

    /**
     * Makes something of a value.
     *
     * @param name of the property
     * @param value what it is set to
     * @param maker makes something of it
     * @return that
     * @throws InvalidInputException that names the property, if its value is refused
     */
    static <V, R> R read(String name, V value, Function<V, R> maker) {
        try {
            return maker.apply(value);
        } catch (InvalidInputException refused) {
            throw new InvalidInputException(name, value, refused.limit(), refused);
        }
    }
}

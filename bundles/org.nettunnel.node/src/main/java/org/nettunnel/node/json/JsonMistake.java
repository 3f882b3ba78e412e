package org.nettunnel.node.json;

import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;

import org.jspecify.annotations.Nullable;

/// Says in our words what Jackson found, so that no class name reaches a person.
final class JsonMistake {
    private JsonMistake() {}

    static BadDocument in(String source, JsonProcessingException found) {
        JsonLocation place = found.getLocation();
        int line = place == null ? 0 : place.getLineNr();
        int column = place == null ? 0 : place.getColumnNr();
        return new BadDocument(source, line, column, sentence(found));
    }

    private static String sentence(JsonProcessingException found) {
        for (Throwable cause = found; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamConstraintsException) return "is too deep, or has too long a text, name or number";
            if (cause instanceof InputCoercionException) return "this number is out of range";
        }
        return switch (found) {
            case TextValue.WrongText text -> named(text) + text.getOriginalMessage() + ", not '" + text.getValue() + "'";
            case ValueInstantiationException refused -> at(refused) + because(refused);
            case MismatchedInputException other -> named(other) + "must be " + what(other.getTargetType());
            case JsonMappingException other when other.getCause() instanceof IllegalArgumentException cause -> at(other) + cause.getMessage();
            default -> "is not JSON: " + found.getOriginalMessage();
        };
    }

    private static String because(ValueInstantiationException refused) {
        Throwable cause = refused.getCause();
        return cause instanceof IllegalArgumentException && cause.getMessage() != null ? cause.getMessage() : "is not complete";
    }

    private static String at(JsonMappingException wrong) {
        String path = text(wrong.getPath());
        return path.isEmpty() ? "" : path + ": ";
    }

    private static String named(JsonMappingException wrong) {
        String path = text(wrong.getPath());
        return path.isEmpty() ? "it " : "'" + path + "' ";
    }

    private static String what(@Nullable Class<?> type) {
        if (type == null) return "something else";
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) return "a whole number in range";
        if (type == boolean.class || type == Boolean.class) return "true or false";
        if (type == String.class) return "a text";
        if (List.class.isAssignableFrom(type)) return "a list";
        return "an object";
    }

    private static String text(List<Reference> path) {
        return path.stream().map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining()).replaceFirst("^\\.", "");
    }
}

package org.nettunnel.node.json;

import java.io.IOException;
import java.io.Serial;
import java.time.DateTimeException;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;

/// Reads a value that stands as text in JSON, such as an address or an id.
final class TextValue<T> extends StdScalarDeserializer<T> {
    @Serial
    private static final long serialVersionUID = 1L;
    private final transient Function<String, T> parse;
    private final String what;

    /// @param what  what the text should be, for the sentence about one that is not
    /// @param parse throws IllegalArgumentException or DateTimeException for such a text
    TextValue(Class<T> type, String what, Function<String, T> parse) {
        super(type);
        this.what = what;
        this.parse = parse;
    }

    @Override
    @SuppressWarnings("null")   // Jackson leaves its parameters open
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) throw wrong(parser, parser.currentToken().toString());
        String text = parser.getText();
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException refused) {
            throw wrong(parser, text);
        }
    }

    private WrongText wrong(JsonParser parser, String text) {
        return new WrongText(parser, "must be " + what, text, handledType());
    }

    /// A text that its type refused; the message is a sentence about it.
    static final class WrongText extends InvalidFormatException {
        @Serial
        private static final long serialVersionUID = 1L;

        WrongText(JsonParser parser, String sentence, Object value, Class<?> type) {
            super(parser, sentence, value, type);
        }
    }
}

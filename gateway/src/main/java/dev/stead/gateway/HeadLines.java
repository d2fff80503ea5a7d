package dev.stead.gateway;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpHeaders;

import org.jspecify.annotations.Nullable;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** {@link Lines} as Netty's headers, so that everything that works on headers works on them. */
final class HeadLines extends HttpHeaders {
    private final Lines lines;

    HeadLines(Lines lines) {
        this.lines = lines;
    }

    Lines lines() {
        return lines;
    }

    @Override
    public @Nullable String get(CharSequence name) {
        int line = lines.find(name, 0);
        return line < 0 ? null : lines.value(line);
    }

    @Override
    public @Nullable String get(String name) {
        return get((CharSequence) name);
    }

    @Override
    public List<String> getAll(CharSequence name) {
        int line = lines.find(name, 0);
        if (line < 0) {
            return List.of();
        }
        List<String> all = new ArrayList<>(1);
        for (; line >= 0; line = lines.find(name, line + 1)) {
            all.add(lines.value(line));
        }
        return all;
    }

    @Override
    public List<String> getAll(String name) {
        return getAll((CharSequence) name);
    }

    @Override
    public Iterator<? extends CharSequence> valueCharSequenceIterator(CharSequence name) {
        return getAll(name).iterator();
    }

    @Override
    public Iterator<String> valueStringIterator(CharSequence name) {
        return getAll(name).iterator();
    }

    @Override
    public boolean contains(CharSequence name) {
        return lines.find(name, 0) >= 0;
    }

    @Override
    public boolean contains(String name) {
        return contains((CharSequence) name);
    }

    @Override
    public boolean isEmpty() {
        return lines.live() == 0;
    }

    @Override
    public int size() {
        return lines.live();
    }

    @Override
    public Set<String> names() {
        Set<String> all = new LinkedHashSet<>();
        entries().forEach(entry -> all.add(entry.getKey()));
        return all;
    }

    @Override
    public List<Map.Entry<String, String>> entries() {
        List<Map.Entry<String, String>> all = new ArrayList<>(size());
        iteratorCharSequence()
                .forEachRemaining(line ->
                        all.add(
                                new SimpleImmutableEntry<>(
                                        line.getKey().toString(), line.getValue().toString())));
        return all;
    }

    @Override
    @SuppressWarnings("deprecation")
    public Iterator<Map.Entry<String, String>> iterator() {
        return entries().iterator();
    }

    /**
     * Makes texts only of what its user looks at. Until the last entry has been looked at, lines
     * may be added, and none removed.
     */
    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iteratorCharSequence() {
        return new Iterator<>() {
            private int next = lines.next(0);

            @Override
            public boolean hasNext() {
                return next >= 0;
            }

            @Override
            public Map.Entry<CharSequence, CharSequence> next() {
                if (next < 0) {
                    throw new NoSuchElementException();
                }
                Line line = new Line(lines, next);
                next = lines.next(next + 1);
                return line;
            }
        };
    }

    private record Line(Lines lines, int index) implements Map.Entry<CharSequence, CharSequence> {
        @Override
        public CharSequence getKey() {
            return lines.name(index);
        }

        @Override
        public CharSequence getValue() {
            return lines.value(index);
        }

        @Override
        public CharSequence setValue(CharSequence value) {
            throw new UnsupportedOperationException();
        }
    }

    // Changing.

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        CharSequence text = value instanceof CharSequence it ? it : String.valueOf(value);
        if (HttpHeaderValidationUtil.validateToken(name) >= 0
                || HttpHeaderValidationUtil.validateValidHeaderValue(text) >= 0) {
            throw new IllegalArgumentException("not a header line: " + name);
        }
        lines.add(name, text);
        return this;
    }

    @Override
    public HttpHeaders add(String name, Object value) {
        return add((CharSequence) name, value);
    }

    @Override
    public HttpHeaders add(CharSequence name, Iterable<?> values) {
        for (Object value : values) {
            add(name, value);
        }
        return this;
    }

    @Override
    public HttpHeaders add(String name, Iterable<?> values) {
        return add((CharSequence) name, values);
    }

    @Override
    public HttpHeaders addInt(CharSequence name, int value) {
        return add(name, (Object) Integer.toString(value));
    }

    @Override
    public HttpHeaders addShort(CharSequence name, short value) {
        return addInt(name, value);
    }

    @Override
    public HttpHeaders set(CharSequence name, Object value) {
        return remove(name).add(name, value);
    }

    @Override
    public HttpHeaders set(String name, Object value) {
        return set((CharSequence) name, value);
    }

    @Override
    public HttpHeaders set(CharSequence name, Iterable<?> values) {
        return remove(name).add(name, values);
    }

    @Override
    public HttpHeaders set(String name, Iterable<?> values) {
        return set((CharSequence) name, values);
    }

    @Override
    public HttpHeaders setInt(CharSequence name, int value) {
        return set(name, (Object) Integer.toString(value));
    }

    @Override
    public HttpHeaders setShort(CharSequence name, short value) {
        return setInt(name, value);
    }

    @Override
    public HttpHeaders remove(CharSequence name) {
        for (int line = lines.find(name, 0); line >= 0; line = lines.find(name, line + 1)) {
            lines.remove(line);
        }
        return this;
    }

    @Override
    public HttpHeaders remove(String name) {
        return remove((CharSequence) name);
    }

    @Override
    public HttpHeaders clear() {
        lines.clear();
        return this;
    }

    // Numbers and times, which the byte path does not ask for.

    @Override
    public @Nullable Integer getInt(CharSequence name) {
        return copy().getInt(name);
    }

    @Override
    public int getInt(CharSequence name, int fallback) {
        return copy().getInt(name, fallback);
    }

    @Override
    public @Nullable Short getShort(CharSequence name) {
        return copy().getShort(name);
    }

    @Override
    public short getShort(CharSequence name, short fallback) {
        return copy().getShort(name, fallback);
    }

    @Override
    public @Nullable Long getTimeMillis(CharSequence name) {
        return copy().getTimeMillis(name);
    }

    @Override
    public long getTimeMillis(CharSequence name, long fallback) {
        return copy().getTimeMillis(name, fallback);
    }

    @Override
    public HttpHeaders copy() {
        return new DefaultHttpHeaders().add(this);
    }
}

package dev.secrets.state;

/**
 * Names that follow one another in a store: those that begin with a prefix, from a place on. Names are ASCII, for which the order of
 * Java's characters is that of unsigned UTF-8, in which stores keep them.
 *
 * @param prefix what every name begins with
 * @param from the first name that may be in it; need not be one
 */
public record NameRange(String prefix, String from) {
    /** The range of all names. */
    public static final NameRange ALL = beginningWith("");

    /** Returns the range of all names that begin with the prefix. */
    public static NameRange beginningWith(String prefix) {
        return new NameRange(prefix, prefix);
    }

    /** Returns what of it comes after the name. */
    public NameRange after(String name) {
        String next = name + '\0';
        return next.compareTo(from) > 0 ? new NameRange(prefix, next) : this;
    }

    /** Returns whether a name that is not before {@link #from} is in it; if not, none that follows is. */
    public boolean reaches(String name) {
        return name.startsWith(prefix);
    }
}

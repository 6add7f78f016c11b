package dev.secrets.policy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of addresses in CIDR notation; without a prefix length, one address (rule C18). Parsed here and not by the JDK, which
 * would ask a name server about what is no address. Bits of the address beyond the prefix are ignored. A block of IPv4 addresses
 * that are mapped into IPv6 is a block of IPv4.
 */
record IpBlock(String text, Address address, int prefixLength) {
    private static final int BITS_V4 = 32;
    private static final int BITS_V6 = 128;

    /** Returns the block, or null if the text is none. */
    static @Nullable IpBlock parse(String text) {
        int slash = text.indexOf('/');
        Address address = Address.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int bits = address.v6 ? BITS_V6 : BITS_V4;
        int prefixLength = slash < 0 ? bits : Address.number(text, slash + 1, text.length(), bits);
        return prefixLength < 0 ? null : new IpBlock(text, address, prefixLength).unmapped();
    }

    /** Addresses of requests are compared without their mapping (rule O8), so those of a policy lose it too. */
    private IpBlock unmapped() {
        Address plain = address.unmapped();
        int mapping = BITS_V6 - BITS_V4;
        boolean isMapped = plain.v6 != address.v6 && prefixLength >= mapping;
        return isMapped ? new IpBlock(text, plain, prefixLength - mapping) : this;
    }

    /** Returns whether the address lies in this block; never one of the other version. */
    boolean contains(Address other) {
        if (other.v6 != address.v6) {
            return false;
        }
        if (!address.v6) {
            return (other.low ^ address.low) >>> (BITS_V4 - prefixLength) == 0;
        }
        if (prefixLength <= Long.SIZE) {
            return prefixLength == 0 || (other.high ^ address.high) >>> (Long.SIZE - prefixLength) == 0;
        }
        return other.high == address.high && (other.low ^ address.low) >>> (BITS_V6 - prefixLength) == 0;
    }

    boolean isV6() {
        return address.v6;
    }

    /** An address: 32 bits in {@code low}, or 128 bits in both. */
    record Address(boolean v6, long high, long low) {
        private static final int GROUPS = 8;
        private static final int BYTES = 4;
        private static final int GROUP_DIGITS = 4;
        private static final int MAX_LENGTH = 45;
        private static final long MAPPED = 0xffffL;

        /** Returns the address, or null if the text is none. */
        static @Nullable Address parse(String text) {
            if (text.length() > MAX_LENGTH) {
                return null;
            }
            return text.indexOf(':') < 0 ? v4(text) : v6(text);
        }

        /** Returns the IPv4 address that is mapped into this IPv6 address, if it is such a one (rule O8). */
        Address unmapped() {
            boolean mapped = v6 && high == 0 && low >>> BITS_V4 == MAPPED;
            return mapped ? new Address(false, 0, low & 0xffff_ffffL) : this;
        }

        private static @Nullable Address v4(String text) {
            String[] bytes = text.split("\\.", -1);
            long bits = 0;
            for (String part : bytes) {
                int value = number(part, 0, part.length(), 255);
                if (value < 0) {
                    return null;
                }
                bits = bits << Byte.SIZE | value;
            }
            return bytes.length == BYTES ? new Address(false, 0, bits) : null;
        }

        /** Parses a decimal number without leading zeros; -1 if it is none or above the limit. */
        private static int number(String text, int from, int to, int limit) {
            if (to - from < 1 || to - from > 3 || to - from > 1 && text.charAt(from) == '0') {
                return -1;
            }
            int value = 0;
            for (int i = from; i < to; i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return -1;
                }
                value = value * 10 + text.charAt(i) - '0';
            }
            return value <= limit ? value : -1;
        }

        private static @Nullable Address v6(String text) {
            int gap = text.indexOf("::");
            if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
                return null;
            }
            long[] groups = new long[GROUPS];
            int before = groups(gap < 0 ? text : text.substring(0, gap), groups, 0, gap < 0);
            if (gap < 0) {
                return before == GROUPS ? of(groups) : null;
            }
            int after = before < 0 ? -1 : groups(text.substring(gap + 2), groups, before, true);
            if (after < 0 || after >= GROUPS) {
                return null;
            }
            int behind = after - before;
            System.arraycopy(groups, before, groups, GROUPS - behind, behind);
            Arrays.fill(groups, before, GROUPS - behind, 0);
            return of(groups);
        }

        /** Fills in the groups of the text; returns how many there are in all, or -1 if something is no group. */
        private static int groups(String text, long[] groups, int from, boolean mayEndInV4) {
            if (text.isEmpty()) {
                return from;
            }
            int count = from;
            String[] parts = text.split(":", -1);
            for (int i = 0; i < parts.length; i++) {
                boolean v4 = mayEndInV4 && i == parts.length - 1 && parts[i].indexOf('.') >= 0;
                Address embedded = v4 ? v4(parts[i]) : null;
                if (count + (v4 ? 2 : 1) > GROUPS || v4 && embedded == null || !v4 && !isGroup(parts[i])) {
                    return -1;
                }
                if (embedded != null) {
                    groups[count++] = embedded.low >>> Short.SIZE;
                    groups[count++] = embedded.low & 0xffff;
                } else {
                    groups[count++] = Long.parseLong(parts[i], 16);
                }
            }
            return count;
        }

        private static boolean isGroup(String text) {
            return !text.isEmpty()
                    && text.length() <= GROUP_DIGITS
                    && text.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
        }

        private static Address of(long[] groups) {
            long high = 0;
            long low = 0;
            for (int i = 0; i < GROUPS / 2; i++) {
                high = high << Short.SIZE | groups[i];
                low = low << Short.SIZE | groups[i + GROUPS / 2];
            }
            return new Address(true, high, low);
        }
    }
}

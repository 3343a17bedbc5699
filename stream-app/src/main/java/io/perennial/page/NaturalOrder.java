// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import java.util.Comparator;

/** 2 before 10: names that are numbers in the order of the numbers, before all others. */
final class NaturalOrder implements Comparator<String> {

    static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        boolean number = isNumber(a);
        if (number != isNumber(b)) {
            return number ? -1 : 1;
        }
        int byValue = number ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : 0;
        return byValue != 0 ? byValue : a.compareTo(b);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}

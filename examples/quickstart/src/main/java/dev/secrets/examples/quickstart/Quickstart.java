package dev.secrets.examples.quickstart;

final class Quickstart {
    private Quickstart() {}

    public static void main(String[] args) {
        System.out.println("hello");
    }
}

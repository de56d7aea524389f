package dev.errand.ledger;

/** What becomes of an item that an earlier attempt has begun, when nobody knows whether its effect has happened. */
public enum WhenInDoubt {
    /** A person is asked: it is left alone, and stays among those in doubt. It happens once at most. */
    ASK,
    /** It is done again, so that it happens once at least. For an effect that may happen twice without harm. */
    REPEAT,
    /** It is left alone, and is in doubt no more. It happens once at most. */
    SKIP
}

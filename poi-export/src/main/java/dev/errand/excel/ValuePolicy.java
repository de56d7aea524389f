package dev.errand.excel;

/** What becomes of values that do not fit, and of the rows that they are in. */
record ValuePolicy(LongText longText, ValueRules rules, RowErrors errors) {

    static ValuePolicy plain() {
        return new ValuePolicy(LongText.FAIL, ValueRules.plain(), RowErrors.FAIL);
    }

    /** All of it but the code of its rules. */
    String description() {
        return longText + " " + rules.description() + " " + errors;
    }

    ValuePolicy with(LongText changed) {
        return new ValuePolicy(changed, rules, errors);
    }

    ValuePolicy with(ValueRules changed) {
        return new ValuePolicy(longText, changed, errors);
    }

    ValuePolicy with(RowErrors changed) {
        return new ValuePolicy(longText, rules, changed);
    }
}

package dev.errand.web;

import java.util.Map;

/** A call that has found its way: in order, by somebody who has signed in, to an endpoint that there is. */
record Visit(HttpCall call, Route route, Map<String, String> variables, Caller caller, Links links) {

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }
}

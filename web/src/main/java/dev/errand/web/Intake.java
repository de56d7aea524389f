package dev.errand.web;

import dev.errand.InvalidInputException;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;

/** A type whose tasks may be submitted over HTTP, and how its input is read. */
record Intake<I>(TaskType<I, ?> type, InputReader<I> reader, boolean keyRequired) {

    TaskHandle<?> submit(TaskEngine engine, String json, SubmitOptions options) {
        return engine.submit(type, read(json), options);
    }

    private I read(String json) {
        try {
            return reader.read(json);
        } catch (InvalidInputException e) {
            throw e;
        } catch (Exception e) {
            throw new InvalidInputException("input", json, "be the input of a task of type " + type.name(), e);
        }
    }
}

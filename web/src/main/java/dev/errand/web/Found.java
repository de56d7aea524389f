package dev.errand.web;

import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;

/** A task that the caller may see, as it was when the call came. */
record Found(TaskHandle<?> handle, TaskSnapshot task) {}

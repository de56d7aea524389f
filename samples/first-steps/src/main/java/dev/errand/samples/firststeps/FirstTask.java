package dev.errand.samples.firststeps;

import static java.time.Duration.ofSeconds;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import java.util.List;

class FirstTask {

    public static void main(String[] arguments) throws InterruptedException {
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Integer> handle = tasks.submit("add up", context -> {
                int sum = 0;
                for (int number : context.over(List.of(1, 2, 3, 4))) {
                    sum += number;
                }
                return sum;
            });
            System.out.println("Submitted: " + handle.id());

            Outcome<Integer> outcome = handle.await(ofSeconds(30)).orElseThrow();
            System.out.println(outcome);
        }
    }
}

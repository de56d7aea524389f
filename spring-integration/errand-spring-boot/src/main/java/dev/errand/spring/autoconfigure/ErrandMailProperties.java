package dev.errand.spring.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be set about mailings, besides spring.mail.*.
 *
 * @param maxConnections how many connections to the mail server are open at the same time
 * @param messagesPerConnection after how many messages a connection is replaced
 */
@ConfigurationProperties("errand.mail")
public record ErrandMailProperties(
        @DefaultValue("4") int maxConnections,
        @DefaultValue("1000") int messagesPerConnection) {}

"""The embedded default: a private PostgreSQL, a private RabbitMQ and every process of the Billing Center on one machine.

Promises:  what was started here is stopped here, by its id, and nothing else is; a folder belongs to one runner at a time.
Never:     touches a server it did not start, or one named by BC_DATABASE_URL or BC_AMQP_URL beyond its own databases.
"""

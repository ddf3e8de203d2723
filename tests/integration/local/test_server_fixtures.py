"""The servers that other tests stand on."""

import pika

from services.kernel.database import psycopg
from tests.support.servers import PostgresForTests, RabbitMQForTests


def test_two_databases_of_one_name_are_two_databases(postgres_server: PostgresForTests) -> None:
    first = postgres_server.create_database("room")
    second = postgres_server.create_database("room")

    with psycopg.connect(first) as connection:
        connection.execute("create table only_here (n int)")
    with psycopg.connect(second) as connection:
        found = connection.execute("select to_regclass('only_here')").fetchone()

    assert found == (None,)


def test_a_database_can_be_a_copy_of_another(postgres_server: PostgresForTests) -> None:
    original = postgres_server.create_database("original")
    with psycopg.connect(original) as connection:
        connection.execute("create table kept as select 7 as n")

    copy = postgres_server.create_database("copy", template=original)

    with psycopg.connect(copy) as connection:
        assert connection.execute("select n from kept").fetchone() == (7,)


def test_a_message_goes_in_and_comes_out(amqp_url: str, rabbitmq_server: RabbitMQForTests) -> None:
    queue = rabbitmq_server.unique("echo")
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        channel = connection.channel()
        channel.queue_declare(queue, auto_delete=True)

        channel.basic_publish("", queue, b"hello")
        _, _, body = channel.basic_get(queue, auto_ack=True)

    assert body == b"hello"


def test_a_virtual_host_of_its_own_knows_no_queue_of_another(amqp_vhost: str, amqp_url: str) -> None:
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as shared:
        shared.channel().queue_declare("seen-by-the-shared-host-only", exclusive=True)

        with pika.BlockingConnection(pika.URLParameters(amqp_vhost)) as own:
            own.channel().queue_declare("seen-by-the-shared-host-only", exclusive=True)

    assert amqp_vhost != amqp_url

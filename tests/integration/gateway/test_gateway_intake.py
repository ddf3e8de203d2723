"""Batches of usage and a real broker: stored when confirmed, refused when full or blocked, and well again afterwards."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from kombu import Connection

from gateway.intake import DEAD, INTAKE, BrokerPublisher, IntakeIsBlocked, IntakeIsFull
from tests.support.eventually import eventually


@pytest.fixture(scope="module")
def vhost(rabbitmq_server):
    """A virtual host of these tests' own: the queue's name is fixed."""
    if rabbitmq_server.node is None:
        pytest.skip("BC_AMQP_URL is set, and a virtual host cannot be made through AMQP")
    name = rabbitmq_server.unique("intake")
    yield rabbitmq_server.node.add_vhost(name)
    rabbitmq_server.node.ctl("delete_vhost", name)


@pytest.fixture
def publisher(vhost):
    publisher = BrokerPublisher(vhost)
    yield publisher
    publisher.close()


@pytest.fixture
def channel(vhost):
    with Connection(vhost) as connection:
        channel = connection.default_channel
        for queue in (DEAD, INTAKE):
            queue(channel).declare()
            channel.queue_purge(queue.name)
        yield channel


def test_a_batch_is_stored_when_publish_returns(publisher, channel):
    publisher.publish(b'{"events":[]}', message_id="receipt-1")

    message = channel.basic_get(INTAKE.name)
    assert message.body == '{"events":[]}'
    assert message.properties["message_id"] == "receipt-1"
    assert message.properties["delivery_mode"] == 2


def test_what_is_rejected_for_good_is_kept_apart(publisher, channel):
    publisher.publish(b"poison", message_id="receipt-1")

    channel.basic_reject(channel.basic_get(INTAKE.name).delivery_tag, requeue=False)

    assert eventually(lambda: channel.basic_get(DEAD.name), "nothing came").body == "poison"


def test_a_full_queue_refuses_and_takes_again_when_there_is_room(publisher, channel, rabbitmq_server, vhost):
    publisher.publish(b"first", message_id="first")
    small(rabbitmq_server, vhost)

    with pytest.raises(IntakeIsFull):
        fill(publisher)
    channel.queue_purge(INTAKE.name)
    publisher.publish(b"again", message_id="again")

    assert channel.basic_get(INTAKE.name).properties["message_id"] == "again"
    rabbitmq_server.node.ctl("clear_policy", "-p", urlsplit(vhost).path.lstrip("/"), "small")


def test_a_blocked_broker_refuses_at_once_and_takes_again_when_it_can(publisher, channel, rabbitmq_server):
    publisher.publish(b"before", message_id="before")
    rabbitmq_server.node.ctl("set_vm_memory_high_watermark", "0.00001")
    try:
        with pytest.raises(IntakeIsBlocked):
            publisher.publish(b"meanwhile", message_id="meanwhile")
    finally:
        rabbitmq_server.node.ctl("set_vm_memory_high_watermark", "0.4")

    publisher.publish(b"after", message_id="after")

    assert stored(channel)[-1] == "after"


def test_a_connection_that_broke_is_replaced_without_the_client_noticing(publisher, channel, rabbitmq_server):
    publisher.publish(b"before", message_id="before")
    for link in publisher._idle:
        link._connection.transport.close_connection(link._connection.connection)

    publisher.publish(b"after", message_id="after")

    assert stored(channel) == ["before", "after"]


def test_where_no_broker_is_the_batch_is_refused(vhost):
    nowhere = BrokerPublisher(urlsplit(vhost)._replace(netloc="guest:guest@127.0.0.1:1").geturl())

    with pytest.raises(IntakeIsBlocked):
        nowhere.publish(b"x", message_id="x")


def small(rabbitmq_server, vhost):
    name = urlsplit(vhost).path.lstrip("/")
    rabbitmq_server.node.ctl("set_policy", "-p", name, "small", "^usage.intake$", '{"max-length":3}', "--apply-to", "queues")


def fill(publisher):
    for number in range(1000):
        publisher.publish(b"x", message_id=str(number))


def stored(channel):
    ids = []
    while message := channel.basic_get(INTAKE.name):
        ids.append(message.properties["message_id"])
    return ids

"""Fixtures for every test. Servers start when the first test asks for them; unit tests start nothing."""

from collections.abc import Iterator

import pytest

from tests.support.servers import PostgresForTests, RabbitMQForTests, postgres_for_tests, rabbitmq_for_tests, sayable


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresForTests]:
    """One PostgreSQL for the whole run: `postgres_server.create_database("wallet")` gives the URL of a new, empty database."""
    with sayable(postgres_for_tests()) as server:
        yield server


@pytest.fixture
def database_url(postgres_server: PostgresForTests) -> Iterator[str]:
    """The URL of an empty database that is dropped after the test."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(scope="session")
def rabbitmq_server() -> Iterator[RabbitMQForTests]:
    """One RabbitMQ for the whole run."""
    with sayable(rabbitmq_for_tests()) as server:
        yield server


@pytest.fixture(scope="session")
def amqp_url(rabbitmq_server: RabbitMQForTests) -> str:
    """A virtual host shared by the whole run: name exchanges and queues with `rabbitmq_server.unique(...)`."""
    return rabbitmq_server.url


@pytest.fixture
def amqp_vhost(rabbitmq_server: RabbitMQForTests) -> Iterator[str]:
    """The URL of a virtual host of the test's own, for what has fixed names (Nameko's `nameko-rpc`). Costs some two seconds."""
    if rabbitmq_server.node is None:
        pytest.skip("BC_AMQP_URL is set, and a virtual host cannot be made through AMQP")
    name = rabbitmq_server.unique("vhost")
    yield rabbitmq_server.node.add_vhost(name)
    rabbitmq_server.node.ctl("delete_vhost", name)

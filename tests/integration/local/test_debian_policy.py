"""While RabbitMQ is installed, Debian starts no services; before and afterwards the machine's own policy holds. Nothing is installed."""

import os
import subprocess
from pathlib import Path

import pytest

from deploy.local import debian


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if os.geteuid() != 0:
        pytest.skip("only root may set the machine's policy without being asked")
    monkeypatch.setattr(debian, "_POLICY", tmp_path / "policy-rc.d")
    return tmp_path / "policy-rc.d"


def test_meanwhile_services_are_forbidden_and_afterwards_nothing_is_left(policy: Path) -> None:
    with debian._services_stay_off():
        verdict = subprocess.run([policy]).returncode

    assert verdict == 101
    assert not policy.exists()


def test_a_policy_that_the_machine_has_is_left_alone(policy: Path) -> None:
    policy.write_text("#!/bin/sh\nexit 0\n")

    with debian._services_stay_off():
        during = policy.read_text()

    assert during == policy.read_text() == "#!/bin/sh\nexit 0\n"


def test_a_policy_left_by_a_killed_installation_is_removed(policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / "rabbitmq_server-4.0" / "sbin"
    programs.mkdir(parents=True)
    (programs / "rabbitmq-server").touch()
    monkeypatch.setattr(debian, "LIBRARY", tmp_path)
    policy.write_text(debian._OUR_POLICY)

    found = debian.rabbitmq_programs()

    assert found == programs
    assert not policy.exists()

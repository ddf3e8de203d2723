"""Messages: the local mailbox, a real conversation in SMTP, and nobody gets anything twice."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from uuid import UUID

import pytest

from services.identity.messages import Letter, LocalMailbox, NotCarried, PerhapsCarried, SmtpCarrier, Text
from services.identity.policies import IdentityPolicies
from services.identity.schemas import MailboxOf, RequestCode
from services.kernel.clock import FixedClock
from services.kernel.follower.policies import Policies
from services.kernel.ids import new_id

LETTER = Letter(message_id=UUID(int=7), recipient="lin@example.com", subject="验证码 204719", body="您的验证码是 204719\n.\nEnd\n")


@dataclass
class MailServer:
    """Speaks SMTP on a port of this machine. `answers` overrides what it says to a verb; "" hangs up."""

    answers: dict[str, str] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    port: int = 0


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline():
            verb = line.split()[0].decode().upper()
            if verb == "DATA" and "DATA" not in self.server.mail.answers:
                self.say("354 go on")
                self.take()
                verb = "."
            answer = self.server.mail.answers.get(verb, "221 bye" if verb == "QUIT" else "250 ok")
            if not answer:
                return
            self.say(answer)

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.mail.mails.append(b"".join(lines))

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
    server.daemon_threads = True
    server.mail = MailServer(port=server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.mail
    server.shutdown()
    server.server_close()


def carrier_to(server: MailServer, user: str = "") -> SmtpCarrier:
    return SmtpCarrier(f"smtp://{user}127.0.0.1:{server.port}", sender="billing@example.com")


def test_a_mail_arrives_whole_with_a_name_of_its_own(mail_server):
    carrier_to(mail_server).carry(LETTER)

    mail = message_from_bytes(mail_server.mails[0], policy=policy.default)
    assert (mail["To"], mail["From"], mail["Subject"]) == ("lin@example.com", "billing@example.com", "验证码 204719")
    assert mail["Message-ID"] == f"<{UUID(int=7)}@example.com>"
    assert mail.get_content().replace("\r\n", "\n") == LETTER.body


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({}, "gone"),
        ({"RCPT": "550 no such user"}, "refused"),
        ({"RCPT": "451 try later"}, "waiting"),
        ({"MAIL": "421 busy"}, "waiting"),
        ({"DATA": "554 no"}, "refused"),
        ({".": "451 not stored"}, "waiting"),
        ({".": ""}, "unclear"),
        ({"QUIT": ""}, "gone"),
        ({"EHLO": "", "HELO": ""}, "waiting"),
    ],
)
def test_what_the_server_says_decides_what_becomes_of_a_message(make_room, mail_server, rows_of, answers, state):
    room = make_room(carriers={"mail": carrier_to(mail_server), "sms": LocalMailbox()})
    mail_server.answers.update(answers)
    room.post.send(new_id(), Text("subject", "body"), kind="test", recipient="lin@example.com")

    room.post.deliver_waiting()

    [message] = rows_of("message")
    assert message["state"] == state
    assert (message["body"] == "") == (state != "waiting")


def test_nobody_there_is_tried_again_later_and_then_it_arrives_once(make_room, mail_server, machine, rows_of):
    room = make_room(carriers={"mail": carrier_to(mail_server), "sms": LocalMailbox()})
    mail_server.answers["MAIL"] = "421 busy"
    room.post.send(new_id(), Text("subject", "body"), kind="test", recipient="lin@example.com")
    room.post.deliver_waiting()
    mail_server.answers.clear()

    at_once = room.post.deliver_waiting()
    machine.instant += timedelta(seconds=5)
    later, again = room.post.deliver_waiting(), room.post.deliver_waiting()

    assert (at_once, later, again) == (0, 1, 0)
    assert len(mail_server.mails) == 1


def test_many_postmen_at_once_deliver_a_message_once(make_room, mail_server):
    room = make_room(carriers={"mail": carrier_to(mail_server), "sms": LocalMailbox()})
    for _ in range(5):
        room.post.send(new_id(), Text("subject", "body"), kind="test", recipient="lin@example.com")

    postmen = [threading.Thread(target=room.post.deliver_waiting) for _ in range(6)]
    for postman in postmen:
        postman.start()
    for postman in postmen:
        postman.join()

    assert len(mail_server.mails) == 5


def test_a_code_that_could_not_leave_in_time_is_not_sent_late(make_room, mail_server, machine, rows_of):
    room = make_room(carriers={"mail": carrier_to(mail_server), "sms": LocalMailbox()})
    room.request_code(RequestCode(id=new_id(), email="late@example.com"))
    machine.instant += timedelta(minutes=10)

    room.post.deliver_waiting()

    assert [(row["state"], row["body"]) for row in rows_of("message")] == [("stale", "")]
    assert mail_server.mails == []


def test_a_password_is_not_sent_without_tls_to_another_machine(monkeypatch, mail_server):
    monkeypatch.setattr("services.identity.messages.smtp._HERE", ())

    with pytest.raises(NotCarried, match="no TLS"):
        carrier_to(mail_server, user="me:secret@").carry(LETTER)


def test_a_connection_that_breaks_after_the_mail_leaves_its_fate_open(mail_server):
    mail_server.answers["."] = ""

    with pytest.raises(PerhapsCarried):
        carrier_to(mail_server).carry(LETTER)


def test_a_code_is_mailed_in_the_language_that_was_asked_for(room):
    room.request_code(RequestCode(id=new_id(), email="zh@example.com", language="zh"))

    [mail] = room.mailbox(MailboxOf(recipient="zh@example.com")).items

    assert mail.subject.startswith("费用中心验证码")
    assert mail.subject[-6:] in mail.body


def test_a_bill_is_told_once_to_owners_and_in_their_language(room, people, rows_of):
    from services.billing.events import PUBLISHED as BILLING

    payer, _ = people.customer(email="payer@example.com", language="zh"), people.customer()
    fact = {**BILLING.samples["billing.bill_issued.v1"], "account_id": str(payer.account_id)}
    event = {"name": "billing.bill_issued.v1", "data": fact}
    policies = Policies(IdentityPolicies(room), book="billing")

    policies.apply(event)
    policies.apply(event)

    told = [row for row in rows_of("message") if row["kind"] == "bill_issued"]
    assert [(row["recipient"], row["state"]) for row in told] == [("payer@example.com", "kept")]
    assert f"{fact['day']} 账单已生成" in told[0]["subject"]


def test_bills_told_together_are_a_message_each_and_one_that_was_told_before_is_not_told_again(room, people, rows_of):
    from services.billing.events import PUBLISHED as BILLING

    payer = people.customer(email="payer@example.com")
    fact = {**BILLING.samples["billing.bill_issued.v1"], "account_id": str(payer.account_id)}
    events = [{"name": "billing.bill_issued.v1", "data": {**fact, "bill_id": str(new_id())}} for _ in range(3)]
    policies = Policies(IdentityPolicies(room), book="billing")

    policies.apply(events[0])
    policies.apply(*events)

    told = [row["body"] for row in rows_of("message") if row["kind"] == "bill_issued"]
    assert len(told) == 3
    assert all(any(event["data"]["bill_id"] in body for body in told) for event in events)


def test_the_mailbox_lists_the_newest_first_and_by_recipient(room, machine: FixedClock):
    for name in ("a", "b", "c"):
        room.request_code(RequestCode(id=new_id(), email=f"{name}@example.com"))
        machine.instant += timedelta(seconds=1)

    newest, one = room.mailbox(MailboxOf(limit=2)), room.mailbox(MailboxOf(recipient="a@example.com"))

    assert [mail.recipient for mail in newest.items] == ["c@example.com", "b@example.com"]
    assert [mail.recipient for mail in one.items] == ["a@example.com"]

"""Uploaded bank statements: what is certain is credited once, however often and however broken the file comes; the rest is for a person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from services.kernel.errors import CommandIdIsReused, NotFound, Refusal
from services.kernel.ids import new_id
from services.kernel.money import CurrencyDiffers, Money
from services.wallet.application.bank_lines import BankLines
from services.wallet.bank.clerk import Clerk
from services.wallet.domain import (
    BankStatementIsUnreadable,
    ReviewIsNotAssignable,
    ReviewIsResolved,
    TransferCodeIsUnknown,
    TransferIsCredited,
)
from services.wallet.schemas import (
    AnnounceTransfer,
    AssignLine,
    BankStatementOf,
    CancelTransfer,
    ListBankLines,
    ListBankStatements,
    ListReviewItems,
    ResolveReview,
    StatementOf,
    TransferOrderOf,
)
from tests.support.bank_files import HEADER, camt_of, csv_of, entry, line_of, upload
from tests.support.eventually import eventually
from tests.support.wallet_rooms import line
from tests.support.wallets import yuan


def announce(customer, amount="100.00", **fields):
    return customer.room.announce_transfer(
        AnnounceTransfer(id=new_id(), account_id=customer.account_id, amount=customer.money(amount), **fields)
    )


def state_of(room, order):
    return room.transfer_order_of(TransferOrderOf(transfer_order_id=order.transfer_order_id)).state


def outcomes(view):
    return [(item.outcome, item.cause) for item in view.items]


def reviews(room):
    return room.list_review_items(ListReviewItems(kind="bank_line")).items


def assign(room, customer, item, **fields):
    fields.setdefault("id", new_id())
    return room.assign_line(AssignLine(account_id=customer.account_id, review_id=item.review_id, note="by phone", **fields))


def test_a_line_that_is_what_was_announced_is_credited_on_its_value_date(room, customer, ledger):
    order, member_id = announce(customer), uuid4()

    view = upload(room, csv_of(line_of("TT-1", "100.00", f"pay {order.code.lower()} thanks")), by_member_id=member_id)

    assert (view.state, view.lines, view.outcomes, outcomes(view)) == ("finished", 1, {"credited": 1}, [("credited", None)])
    assert view.items[0].account_id == customer.account_id
    assert (state_of(room, order), customer.balance().cash) == ("credited", yuan("100.00"))
    (movement,) = room.statement_of(StatementOf(account_id=customer.account_id)).items
    assert movement.occurred_at == datetime.fromisoformat("2026-11-19T16:00:00+00:00")  # midnight in Shanghai
    assert reviews(room) == []
    assert ledger.journal_sum() == 0


def test_a_camt_statement_does_the_same(room, customer):
    order = announce(customer)

    view = upload(room, camt_of(entry("TT-1", "100.00", order.code)), format="camt053", is_packed=True)

    assert outcomes(view) == [("credited", None)]
    assert customer.balance().cash == yuan("100.00")


def test_what_leaves_a_doubt_is_for_a_person_and_moves_nothing(room, make_customer):
    customer, dollars = make_customer(), make_customer("USD")
    good, other, gone, abroad = announce(customer), announce(customer), announce(customer), announce(dollars)
    room.cancel_transfer(CancelTransfer(id=new_id(), transfer_order_id=gone.transfer_order_id))
    lines = [
        ("TT-01", "100.00", "no code at all", "no_known_code"),
        ("TT-02", "100.00", good.code[:-1] + ("0" if good.code[-1] != "0" else "1"), "no_known_code"),
        ("TT-03", "99.99", other.code, "other_amount"),
        ("TT-04", "100.00", gone.code, "order_is_cancelled"),
        ("TT-05", "100.00", abroad.code, "other_currency"),
        ("TT-06", "100.00", f"{good.code} {other.code}", "several_codes"),
        ("", "100.00", good.code, "no_reference"),
        ("=1+1", "100.00", good.code, "no_reference"),
    ]

    view = upload(room, csv_of(*(line_of(*line[:3]) for line in lines)))

    assert outcomes(view) == [("in_review", cause) for *_, cause in lines]
    assert sorted(item.details["cause"] for item in reviews(room)) == sorted(cause for *_, cause in lines)
    assert customer.balance().cash == yuan("0.00")
    assert {state_of(room, order) for order in (good, other, abroad)} == {"open"}
    known = {item.review_id: item for item in reviews(room)}
    assert known[view.items[2].review_id].details["announced"] == "100.00 CNY"
    assert known[view.items[2].review_id].account_id == customer.account_id


def test_debits_are_ignored_and_reversals_are_for_a_person(room, customer):
    order = announce(customer)
    lines = [
        f"TT-1,2026-11-20,-100.00,CNY,{order.code},,no",
        f"TT-2,2026-11-20,100.00,CNY,{order.code},debit,",
        f"TT-3,2026-11-20,100.00,CNY,{order.code},debit,yes",
        f"TT-4,2026-11-20,100.00,CNY,{order.code},credit,yes",
        f"TT-5,2026-11-20,-100.00,CNY,{order.code},credit,",
        f"TT-6,2026-11-20,0.00,CNY,{order.code},credit,",
    ]

    view = upload(room, csv_of(*lines, header=f"{HEADER},direction,reversal"))

    reversal = ("in_review", "reversal")
    assert outcomes(view) == [("ignored", None), ("ignored", None), reversal, reversal, reversal, ("ignored", None)]
    assert customer.balance().cash == yuan("0.00")
    for item in reviews(room):
        with pytest.raises(ReviewIsNotAssignable):
            assign(room, customer, item)


def test_uploading_it_again_or_one_that_overlaps_credits_nothing_twice(room, customer, ledger):
    first, second = announce(customer), announce(customer, "50.00")
    one, two, odd = line_of("TT-1", "100.00", first.code), line_of("TT-2", "50.00", second.code), line_of("TT-3", "1.00", "?")
    upload(room, csv_of(one, odd))

    again = upload(room, csv_of(one, odd))
    overlapping = upload(room, csv_of(odd, two, one.replace("TT-1", "tt -1")))
    other_format = upload(room, camt_of(entry("TT-1", "100.00", first.code)), format="camt053")

    assert outcomes(again) == [("repeated", None), ("in_review", "no_known_code")]
    assert outcomes(overlapping) == [("in_review", "no_known_code"), ("credited", None), ("repeated", None)]
    assert outcomes(other_format) == [("repeated", None)]
    assert customer.balance().cash == yuan("150.00")
    assert len(reviews(room)) == 1
    assert ledger.journal_sum() == 0


def test_a_reference_used_for_another_amount_hides_nothing(room, customer):
    first, second = announce(customer), announce(customer, "50.00")

    view = upload(room, csv_of(line_of("TT-1", "100.00", first.code), line_of("TT-1", "50.00", second.code)))

    assert outcomes(view) == [("credited", None), ("in_review", "reference_is_used")]
    assert len(reviews(room)) == 1


def test_two_lines_for_one_announced_transfer_credit_one(room, customer):
    order = announce(customer)

    view = upload(room, csv_of(*(line_of(f"TT-{number}", "100.00", order.code) for number in range(20))))

    assert outcomes(view) == [("credited", None), *[("in_review", "order_is_credited")] * 19]
    assert customer.balance().cash == yuan("100.00")


def test_the_same_file_at_once_from_many_operators_credits_each_line_once(room, customer, ledger):
    orders = [announce(customer, f"{amount}.00") for amount in range(1, 20)]
    content = csv_of(*(line_of(f"TT-{number}", f"{number + 1}.00", order.code) for number, order in enumerate(orders)))

    with ThreadPoolExecutor(4) as pool:
        views = [*pool.map(lambda _: upload(room, content), range(4))]

    assert all(view.state == "finished" for view in views)
    assert [sum(view.outcomes.get("credited", 0) for view in views), customer.balance().cash] == [19, yuan("190.00")]
    assert all(set(view.outcomes) <= {"credited", "repeated"} for view in views)
    assert ledger.journal_sum() == 0


def test_two_processes_that_work_off_one_statement_credit_each_line_once(start_room, room, customer):
    orders = [announce(customer, f"{amount}.00") for amount in range(1, 20)]
    content = csv_of(*(line_of(f"TT-{number}", f"{number + 1}.00", order.code) for number, order in enumerate(orders)))
    rooms = [room, start_room()]
    view = upload(room, content)
    room.database.execute("update bank_line set outcome = null")

    with ThreadPoolExecutor(2) as pool:
        [*pool.map(lambda one: one.work_off(view.statement_id, by_member_id=None), rooms)]

    assert room.bank_statement_of(BankStatementOf(statement_id=view.statement_id)).outcomes == {"credited": 19}
    assert customer.balance().cash == yuan("190.00")


@pytest.fixture
def breaks_after(monkeypatch):
    """Break the machine after so many lines were decided, and mend it."""

    def set_up(lines):
        real, left = BankLines._book_line, [lines]

        def book(self, turn, command, line):
            left[0] -= 1
            if left[0] < 0:
                raise RuntimeError("the machine broke")
            return real(self, turn, command, line)

        monkeypatch.setattr(BankLines, "_book_line", book)
        return lambda: monkeypatch.setattr(BankLines, "_book_line", real)

    return set_up


def test_a_file_cut_off_half_way_is_finished_by_the_clerk_or_by_uploading_it_again(room, customer, breaks_after):
    orders = [announce(customer) for _ in range(10)]
    content = csv_of(*(line_of(f"TT-{number}", "100.00", order.code) for number, order in enumerate(orders)))
    mend = breaks_after(4)

    broken = upload(room, content)
    mend()
    again = upload(room, content)
    room.work_off_statements()

    assert (broken.state, broken.done, broken.outcomes) == ("working", 4, {"credited": 4})
    assert again.outcomes == {"credited": 6, "repeated": 4}
    assert room.bank_statement_of(BankStatementOf(statement_id=broken.statement_id)).outcomes == {"credited": 4, "repeated": 6}
    assert customer.balance().cash == yuan("1000.00")


def test_a_process_killed_before_it_noted_outcomes_finds_what_was_decided(room, start_room, customer, monkeypatch):
    orders = [announce(customer) for _ in range(5)]
    content = csv_of(*(line_of(f"TT-{number}", "100.00", order.code) for number, order in enumerate(orders)))
    monkeypatch.setattr(room.queries, "note_outcomes", lambda *_: None)
    broken = upload(room, content)

    successor = start_room()
    successor.work_off_statements()

    assert (broken.state, broken.done) == ("working", 0)
    assert successor.bank_statement_of(BankStatementOf(statement_id=broken.statement_id)).outcomes == {"credited": 5}
    assert customer.balance().cash == yuan("500.00")


def test_a_long_statement_is_worked_off_by_the_clerk_and_reports_its_progress(room, customer):
    orders = [announce(customer) for _ in range(3)]
    lines = [line_of(f"TT-{number}", "100.00", "-" if number >= 3 else orders[number].code) for number in range(450)]
    clerk = Clerk(room)
    view = upload(room, csv_of(*reversed(lines)))
    asked = BankStatementOf(statement_id=view.statement_id)

    clerk.start()
    eventually(lambda: room.bank_statement_of(asked).state == "finished")
    clerk.stop()

    assert (view.state, view.lines, view.done, len(view.items)) == ("working", 450, 200, 200)
    done = room.bank_statement_of(asked)
    assert (done.done, done.outcomes) == (450, {"credited": 3, "in_review": 447})
    assert done.finished_at is not None
    assert customer.balance().cash == yuan("300.00")
    assert room.list_bank_statements(ListBankStatements()).items == [done]


def test_lines_are_listed_in_pages_by_outcome_and_by_review_item(room, customer):
    order = announce(customer)
    view = upload(room, csv_of(*(line_of(f"TT-{n}", "100.00", order.code if n == 2 else f"remark {n}") for n in range(5))))
    pages, cursor = [], None
    while True:
        page = room.list_bank_lines(ListBankLines(statement_id=view.statement_id, limit=2, cursor=cursor))
        pages.append([line.number for line in page.items])
        cursor = page.next_cursor
        if cursor is None:
            break

    (credited,) = room.list_bank_lines(ListBankLines(statement_id=view.statement_id, outcome="credited")).items
    (shown,) = room.list_bank_lines(ListBankLines(statement_id=view.statement_id, review_id=view.items[0].review_id)).items

    assert pages == [[1, 2], [3, 4], [5]]
    assert credited.number == 3
    assert shown.text == "remark 0"
    with pytest.raises(NotFound):
        room.list_bank_lines(ListBankLines(statement_id=uuid4()))


def test_the_book_holds_neither_remarks_nor_payers(room, customer, ledger):
    header = f"{HEADER},payer"

    upload(room, csv_of('TT-1,2026-11-20,5.00,CNY,"rent of Zhang San",Zhang San', header=header))

    book = str({table: rows for table, rows in ledger.bytes().items() if table not in ("bank_line",)})
    assert "Zhang" not in book
    assert "5a68616e67" not in book  # as bytes
    assert reviews(room)[0].details["amount"] == "5.00"


def test_a_dry_run_says_what_would_happen_and_changes_nothing(room, customer, ledger):
    first, second = announce(customer), announce(customer, "50.00")
    upload(room, csv_of(line_of("TT-0", "50.00", second.code), line_of("TT-9", "1.00", "?")))
    content = csv_of(
        line_of("TT-0", "50.00", second.code),
        line_of("TT-1", "100.00", first.code),
        line_of("TT-1", "100.00", first.code),
        line_of("TT-2", "100.00", first.code),
        line_of("TT-9", "1.00", "?"),
        line_of("TT-3", "-5.00", "fee"),
    )
    before = ledger.bytes()

    foreseen = upload(room, content, dry_run=True)

    assert ledger.bytes() == before
    assert (foreseen.state, foreseen.statement_id) == ("dry_run", None)
    assert [item.outcome for item in foreseen.items] == ["repeated", "credited", "repeated", "in_review", "in_review", "ignored"]
    assert [item.account_id for item in foreseen.items[:2]] == [customer.account_id] * 2
    done = upload(room, content)
    assert done.outcomes == foreseen.outcomes


def test_an_unreadable_file_leaves_no_trace(room, ledger):
    before = ledger.bytes()
    broken = csv_of(*(line_of(f"TT-{number}", "1.00", "x") for number in range(1_200)), "TT,soon,1.00,CNY,x")

    with pytest.raises(BankStatementIsUnreadable):
        upload(room, broken)
    with pytest.raises(BankStatementIsUnreadable):
        upload(room, broken, dry_run=True)

    assert ledger.bytes() == before


def test_a_repeat_is_the_same_statement_and_another_file_under_its_key_is_refused(room, customer, ledger):
    id, content = new_id(), csv_of(line_of("TT-1", "1.00", "x"))
    first = upload(room, content, id=id)
    before = ledger.bytes()

    assert upload(room, content, id=id) == first
    with pytest.raises(CommandIdIsReused):
        upload(room, csv_of(line_of("TT-2", "2.00", "y")), id=id)

    assert ledger.bytes() == before


def test_absurd_amounts_go_to_a_person(room, customer):
    huge = "99999999999.00"

    view = upload(room, csv_of(line_of("TT-1", huge, announce(customer).code), line_of("TT-2", "0.0001", "x")))

    assert {item.outcome for item in view.items} == {"in_review"}
    for item in reviews(room):
        with pytest.raises(Refusal):
            assign(room, customer, item)
    assert {item.status for item in reviews(room)} == {"open"}


# -- what a person does about it


@pytest.fixture
def doubtful(room, customer):
    """A line of 100.00 without a code."""
    upload(room, csv_of(line_of("TT-1", "100.00", "for my account")))
    return reviews(room)[0]


def test_assigning_a_line_credits_it_and_resolves_the_item_in_one_save(room, customer, doubtful, ledger):
    assigned = assign(room, customer, doubtful, by_member_id=uuid4())

    assert (assigned.amount, assigned.reference, assigned.item.status) == ("100.00", "TT-1", "resolved")
    assert customer.balance().cash == yuan("100.00")
    assert reviews(room) == [assigned.item]
    assert ledger.journal_sum() == 0
    assert outcomes(upload(room, csv_of(line_of("TT-1", "100.00", "for my account")))) == [("repeated", None)]


def test_assigning_it_to_an_announced_transfer_credits_that_too(room, customer, doubtful):
    order = announce(customer, "120.00")

    assign(room, customer, doubtful, code=order.code)

    known = room.transfer_order_of(TransferOrderOf(transfer_order_id=order.transfer_order_id))
    assert (known.state, known.differs, known.credited) == ("credited", True, yuan("100.00"))


def test_a_line_without_a_reference_is_assigned_under_the_name_it_was_given(room, customer):
    upload(room, csv_of(line_of("", "7.00", "x")))
    (item,) = reviews(room)

    assign(room, customer, item)

    assert customer.balance().cash == yuan("7.00")
    assert outcomes(upload(room, csv_of(line_of("", "7.00", "x")))) == [("repeated", None)]


def test_a_dismissed_line_stays_dismissed(room, customer, doubtful):
    room.resolve_review(ResolveReview(id=new_id(), review_id=doubtful.review_id, note="sent back by the bank"))

    again = upload(room, csv_of(line_of("TT-1", "100.00", "for my account")))

    assert outcomes(again) == [("resolved", "no_known_code")]
    with pytest.raises(ReviewIsResolved):
        assign(room, customer, doubtful)
    assert customer.balance().cash == yuan("0.00")


def test_what_a_person_has_seen_is_not_credited_behind_their_back(room, customer):
    order = announce(customer)
    upload(room, csv_of(line_of("TT-1", "100.00", "oops")))

    again = upload(room, csv_of(line_of("TT-1", "100.00", order.code)))

    assert outcomes(again) == [("in_review", "no_known_code")]
    assert state_of(room, order) == "open"


def test_assigning_and_dismissing_at_once_do_one_of_both(room, customer, doubtful):
    def decide(number):
        try:
            if number % 2:
                assign(room, customer, doubtful)
            else:
                room.resolve_review(ResolveReview(id=new_id(), review_id=doubtful.review_id, note="no"))
            return number % 2
        except ReviewIsResolved:
            return None

    with ThreadPoolExecutor(8) as pool:
        (done,) = [done for done in pool.map(decide, range(8)) if done is not None]

    assert customer.balance().cash == yuan("100.00" if done else "0.00")


def test_refused_assignments_leave_no_trace(room, make_customer, customer, doubtful, ledger):
    dollars, order = make_customer("USD"), announce(make_customer())
    customer.transfers("1.00", reference="TT-1")
    before = ledger.bytes()

    with pytest.raises(CurrencyDiffers):
        assign(room, dollars, doubtful)
    with pytest.raises(TransferCodeIsUnknown):
        assign(room, customer, doubtful, code=order.code)
    for dry_run in (True, False):
        with pytest.raises(TransferIsCredited):
            assign(room, customer, doubtful, dry_run=dry_run)

    assert ledger.bytes() == before


def test_only_lines_of_statements_can_be_assigned(room, customer):
    with pytest.raises(NotFound):
        room.assign_line(AssignLine(id=new_id(), account_id=customer.account_id, review_id=uuid4(), note="?"))


def test_a_credit_of_a_statement_pays_debts_first(room, customer):
    customer.is_charged(line("30.00"))
    order = announce(customer)

    upload(room, csv_of(line_of("TT-1", "100.00", order.code)))

    assert (customer.balance().debt, customer.balance().cash) == (yuan("0.00"), yuan("70.00"))


def test_a_value_date_to_come_is_credited_as_of_now(room, customer, clock):
    order = announce(customer)

    upload(room, csv_of(line_of("TT-1", "100.00", order.code, value_date=f"{clock.now() + timedelta(days=3):%Y-%m-%d}")))

    (movement,) = room.statement_of(StatementOf(account_id=customer.account_id)).items
    assert movement.occurred_at == clock.now()
    assert customer.balance().cash == Money(100_000_000, "CNY")

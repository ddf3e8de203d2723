"""The demo's scenes, in order. Each one says what it shows, and checks it."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta
from fractions import Fraction
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from billing_center_client.api.billing import estimate
from billing_center_client.api.settlement import create_workspace
from billing_center_client.models import (
    CreateWorkspaceBody,
    EstimateBody,
    EstimateBodyCurrency,
    EstimateBodySite,
    EstimatedUsage,
    EstimatedUsageItem,
)
from rich.console import Console

from deploy.demo import audit, company_a, days, logfiles, money, recharge, support, usage
from deploy.demo.people import customer, first_operator, machine
from deploy.demo.world import World, said
from deploy.local.doctor import examine

SHANGHAI, LOS_ANGELES = "Asia/Shanghai", "America/Los_Angeles"
MIDNIGHT, NOON, GRACE_IS_OVER = time(), time(12), time(1, 5)
ONE_DAY = timedelta(days=1)


class Play:
    """Lin has a shop that is observed at CN1 and pays in CNY, Ada a website at US1 and pays in USD."""

    def __init__(self, world: World, log_patterns: tuple[str, ...]) -> None:
        self.world = world
        self.log_patterns = log_patterns or (*logfiles.MACHINE_LOGS, f"{world.stack.folder}/log/*.log")

    def all(self) -> None:
        """Everything, from the empty folder to the audit. Raises: ClaimFailed."""
        self.people()
        self.money_comes_in()
        self.workspaces()
        self.the_day_before()
        self.before = money.balance(self.lin)
        self.company_a_day()
        self.real_logs()
        self.both_days_end()
        self.company_a_bill()
        self.logs_bill()
        self.a_question()
        self.looking_back()
        audit.prove(self.world, self.bill)
        self.check_up()

    @property
    def sign_ins(self) -> list[tuple[str, str, str]]:
        """Who, login and password, for looking around afterwards."""
        people = {"operator": self.operator, "customer in CNY": self.lin, "customer in USD": self.ada}
        return [(who, person.login, person.password) for who, person in people.items()]

    def people(self) -> None:
        self.world.scene("People: an operator by one-time link, two customers by e-mail code, their machines by key")
        self.operator = first_operator(self.world, "operator@example.com")
        self.lin = customer(self.world, self.operator, "lin.wei@example.com", "CNY")
        self.ada = customer(self.world, self.operator, "ada@example.com", "USD")
        self.lins_machine, self.adas_machine = machine(self.world, self.lin), machine(self.world, self.ada)

    def money_comes_in(self) -> None:
        self.world.scene("Money: a bank transfer each, a payment online, a voucher, a prepaid card")
        money.transfer(self.world, self.operator, self.lin, "150.00", "CNY")
        recharge.online(self.world, self.lin, "50.00", "CNY", "alipay")
        money.transfer(self.world, self.operator, self.ada, "1000.00", "USD")
        money.voucher(self.world, self.operator, self.lin, "5.00", "CNY")
        money.card(self.world, self.lin, "100.00", "CNY")

    def workspaces(self) -> None:
        """Lin's is billed from yesterday on: that day uses up most of the card."""
        self.world.scene("Workspaces: one at CN1, one at US1")
        self.today = days.now(self.operator).astimezone(ZoneInfo(SHANGHAI)).date()
        self.yesterday = self.today - ONE_DAY
        start = days.local(self.yesterday, MIDNIGHT, SHANGHAI)
        shop = self.lin.hands.ask(create_workspace, body=CreateWorkspaceBody(name="shop-production", site="CN1", billable_from=start))
        website = self.ada.hands.ask(create_workspace, body=CreateWorkspaceBody(name="website", site="US1"))
        zones = (shop.region, shop.zone, website.region, website.zone)
        self.world.check("the site decides which prices hold and when a day ends", zones, ("CN", SHANGHAI, "INTL", LOS_ANGELES))
        self.shop, self.website = shop.workspace_id, website.workspace_id

    def the_day_before(self) -> None:
        self.world.scene("The day before: 956 text messages, which vouchers may not pay")
        self.move_to(self.today, days.LATE_EVENING, SHANGHAI, "late evening at CN1")
        sample = (days.local(self.yesterday, NOON, SHANGHAI), company_a.DAY_BEFORE)
        usage.report_twice(self.world, self.lins_machine, usage.events_of(self.shop, self.yesterday, [sample], source="cn1/alerts"))
        days.close(self.world, self.operator)
        _, settlement = days.paid_bill(self.world, self.lin, self.shop, self.yesterday)
        paid = [(share.kind, said(share.amount)) for share in settlement.taken]
        self.world.check("the card paid all 95.60 of it; the voucher was left alone", paid, [("card", "95.60 CNY")])

    def company_a_day(self) -> None:
        self.world.scene("Company A's documented day, sample by sample")
        asked = [EstimatedUsage(**{**line, "item": EstimatedUsageItem(line["item"])}) for line in company_a.USAGE]
        body = EstimateBody(site=EstimateBodySite.CN1, currency=EstimateBodyCurrency.CNY, usage=asked, day=self.today)
        self.world.check("an estimate of the day says 13.40", said(self.lin.hands.ask(estimate, body=body).total), f"{company_a.TOTAL} CNY")
        samples = company_a.samples(days.local(self.today, MIDNIGHT, SHANGHAI))
        usage.report_twice(self.world, self.lins_machine, usage.events_of(self.shop, self.today, samples, source="cn1/collector-1"))

    def real_logs(self) -> None:
        self.world.scene("Real log files, counted into hourly usage of the website")
        self.move_to(self.today, days.LATE_EVENING, LOS_ANGELES, "late evening at US1")
        files = logfiles.count(self.log_patterns)
        self.world.check(f"log files were found at {' '.join(self.log_patterns)}", bool(files))
        logfiles.show(self.world, files)
        self.logs: Counter[str] = sum((Counter({file.index: file.logs}) for file in files), Counter())
        samples = logfiles.samples(files, days.local(self.today, MIDNIGHT, LOS_ANGELES))
        usage.report_twice(self.world, self.adas_machine, usage.events_of(self.website, self.today, samples, source="us1/log-agent"))

    def both_days_end(self) -> None:
        self.world.scene("Both days end")
        self.move_to(self.today + ONE_DAY, GRACE_IS_OVER, LOS_ANGELES, "an hour's grace after midnight at US1, long after CN1's")
        days.close(self.world, self.operator)

    def company_a_bill(self) -> None:
        self.world.scene("Company A's bill")
        self.bill, settlement = days.paid_bill(self.world, self.lin, self.shop, self.today)
        days.show_bill(self.world, self.bill, "Daily bill")
        lines = {line.item: line.amount.amount for line in self.bill.lines}
        self.world.check(f"its lines are {' + '.join(company_a.LINES.values())}", lines, company_a.LINES)
        self.world.check(f"its total is {company_a.TOTAL}", said(self.bill.total), f"{company_a.TOTAL} CNY")
        split = days.show_split(self.world, self.bill, settlement)
        self.world.check("voucher, then card, then cash paid: 5.00 + 4.40 + 4.00", list(split.items()), list(company_a.SPLIT.items()))
        self.world.check("nothing is owed", (settlement.state.value, settlement.owed), ("settled", []))
        after = money.purse(money.balance(self.lin))
        self.world.check("96.00 of cash are left, and nothing else", after, ("0.00 CNY", "0.00 CNY", "96.00 CNY", "0.00 CNY"))

    def logs_bill(self) -> None:
        self.world.scene("The website's bill, of logs that were really written")
        bill, settlement = days.paid_bill(self.world, self.ada, self.website, self.today)
        days.show_bill(self.world, bill, "Daily bill")
        billed = {line.key: line.quantity for line in bill.lines}
        self.world.check("its quantities are what was counted in the files", billed, dict(self.logs))
        amounts = [days.micros(line.amount) for line in bill.lines]
        self.world.check("each line is quantity times price, exactly, rounded once", amounts, [_exact(line) for line in bill.lines])
        self.world.check("cash paid it", ({share.kind for share in settlement.taken}, settlement.state.value), ({"cash"}, "settled"))

    def a_question(self) -> None:
        self.world.scene("A question about the bill")
        support.ticket(self.world, self.lin, self.operator, self.bill, self.bill.lines[0])

    def looking_back(self) -> None:
        self.world.scene("Looking back")
        then = money.balance(self.lin, position=self.before.position)
        now = money.balance(self.lin)
        rows = [(f"position {view.position}", *money.purse(view)) for view in (then, now)]
        self.world.table("Lin's wallet", ("as of", ">vouchers", ">cards", ">cash", ">debt"), rows)
        self.world.check("as of before the bill, the balance is the one told then", money.purse(then), money.purse(self.before))

    def check_up(self) -> None:
        self.world.scene("A last look at the machinery")
        page = Console(file=StringIO(), width=100)
        is_well = examine(self.world.stack.folder, page)
        if not is_well:
            self.world.quote(page.file.getvalue())  # type: ignore[attr-defined]
        self.world.check("make doctor finds every part well: nothing waits, nothing was set aside, nobody lags", is_well)

    def move_to(self, day: date, at: time, zone: str, why: str) -> None:
        days.move_on(self.world, self.operator, days.local(day, at, zone), why)


def _exact(line: Any) -> int:
    """A line computed anew, in micros: fractions, one rounding, half to even."""
    exact: Fraction = Fraction(line.billable) / line.unit_size * days.micros(line.unit_price)
    return round(exact)

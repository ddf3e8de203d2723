"""Counting, against the worked examples of the product facts, by their numbers."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from services.billing.catalogue import DEFAULT_RETENTIONS, ITEMS
from services.billing.counting import (
    Tally,
    billable_page_views,
    billable_traces,
    fold,
    logs_counted,
    profiles_counted,
    scanned_bytes,
    series_counted,
    sessions_counted,
    task_calls,
)


def sample(item, quantity, hour=0, **more):
    return Tally(item=item, quantity=quantity, hour=datetime(2024, 3, 1, hour, tzinfo=UTC), **more)


def folded(*samples):
    return [(line.item, line.retention_days, line.key, line.quantity) for line in fold(samples, default_retentions=DEFAULT_RETENTIONS)]


def test_tv_4_series_are_distinct_tag_combinations_of_a_metric():
    tags = [("Hangzhou_test1", "Guance")] * 2 + [("Ningxia_test1", "Guance")] * 2 + [("Singapore_test1", "Guance_oversea")] * 2

    series = series_counted(("cpu_use_pencent", {"host": host, "project": project}) for host, project in tags)

    assert series == 3


def test_series_of_two_metrics_with_the_same_tags_add_up():
    assert series_counted([("cpu", {"host": "a"}), ("memory", {"host": "a"})]) == 2


@pytest.mark.parametrize(
    ("source", "runs", "interval_minutes", "calls"),
    [("mutation", 1, 0, 5), ("outlier", 1, 30, 6), ("interval", 2, 60, 13), ("intelligent_host", 1, 0, 10)],
    ids=["TV-6a", "TV-6b", "TV-6c", "TV-6d"],
)
def test_tv_6_task_calls(source, runs, interval_minutes, calls):
    assert task_calls(source, runs=runs, interval_minutes=interval_minutes) == calls


@pytest.mark.parametrize(("interval_minutes", "calls"), [(15, 1), (16, 2), (30, 2), (31, 3)])
def test_a_begun_quarter_of_an_hour_beyond_the_first_is_one_more_call(interval_minutes, calls):
    assert task_calls("monitor", runs=1, interval_minutes=interval_minutes) == calls


@pytest.mark.parametrize(
    ("source", "calls"),
    [("slo", 1), ("log_detection", 5), ("intelligent_log", 10), ("intelligent_app", 10), ("intelligent_rum", 100), ("query", 1)],
)
def test_every_kind_of_run_has_its_weight(source, calls):
    assert task_calls(source, runs=1) == calls


def test_nothing_that_ran_is_nothing_to_count_however_long_the_interval():
    assert task_calls("interval", runs=0, interval_minutes=60) == 0


def test_tv_15_ten_spans_are_a_trace_if_that_is_more():
    assert billable_traces(2_000_000, 25_000_000) == 2_500_000
    assert billable_traces(2_000_000, 15_000_000) == 2_000_000
    assert billable_traces(0, 7) == Fraction(7, 10)


def test_tv_16_a_hundred_rum_events_are_a_view_if_that_is_more():
    assert billable_page_views(20_000, 3_000_000) == 30_000
    assert billable_page_views(20_000, 1_999_999) == 20_000


def test_tv_17_oversize_records_count_as_their_whole_parts_and_at_least_once():
    assert [logs_counted(kilobytes * 1000) for kilobytes in (9, 10, 15, 25, 40)] == [1, 1, 1, 2, 4]
    assert logs_counted(5_000, edition="sls") == 2
    assert [profiles_counted(kilobytes * 1000) for kilobytes in (299, 700)] == [1, 2]
    assert [sessions_counted(hours * 3600) for hours in (3, 5, 9)] == [1, 1, 2]


def test_tv_21_the_same_bytes_count_once_for_every_field_scanned():
    assert scanned_bytes(10 * 10**9, fields=3) == 30 * 10**9


@pytest.mark.parametrize("item", [code for code, item in ITEMS.items() if item.fold == "sum"])
def test_a_sum_item_adds_its_samples(item):
    lines = folded(sample(item, 10), sample(item, 30, hour=1), sample(item, 2, hour=1))

    assert [line[3] for line in lines] == [42]


@pytest.mark.parametrize("item", ["time_series", "fwd_int", "net_host", "replay"])
def test_a_max_item_takes_its_largest_sample(item):
    lines = folded(sample(item, 10), sample(item, 30, hour=1), sample(item, 2, hour=1))

    assert [line[3] for line in lines] == [30]


def test_a_sample_s_own_retention_wins_over_the_setting_and_splits_a_sum_item():
    assert folded(sample("logs", 1), sample("logs", 2, retention_days=3), sample("logs", 4, retention_days=14)) == [
        ("logs", 3, "", 2),
        ("logs", 14, "", 5),
    ]


def test_a_max_item_is_priced_once_at_the_retention_of_the_hour_of_its_maximum():
    lines = folded(sample("time_series", 500, hour=3, retention_days=30), sample("time_series", 900, hour=5, retention_days=3))

    assert lines == [("time_series", 3, "", 900)]


def test_of_two_equal_maxima_the_earlier_hour_decides_the_retention():
    lines = folded(sample("time_series", 900, hour=9, retention_days=3), sample("time_series", 900, hour=5, retention_days=30))

    assert lines == [("time_series", 30, "", 900)]


def test_each_log_index_and_each_forwarding_rule_is_a_line_of_its_own():
    lines = folded(sample("fwd_ext", 7, key="archive"), sample("logs", 2, key="nginx"), sample("logs", 1), sample("fwd_ext", 5, key="a"))

    assert lines == [("logs", 14, "", 1), ("logs", 14, "nginx", 2), ("fwd_ext", None, "a", 5), ("fwd_ext", None, "archive", 7)]


def test_the_retention_of_a_basic_item_is_of_no_consequence():
    assert folded(sample("fwd_int", 5, retention_days=180), sample("fwd_int", 7, retention_days=360)) == [("fwd_int", None, "", 7)]


def test_a_day_of_nothing_has_no_lines():
    assert folded(sample("logs", 0), sample("trace", 0, spans=0)) == []


def test_spans_alone_make_a_line_though_no_trace_began():
    (line,) = fold([sample("trace", 0, spans=25)], default_retentions=DEFAULT_RETENTIONS)

    assert (line.quantity, line.billable) == (0, Fraction(5, 2))

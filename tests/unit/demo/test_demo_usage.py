"""What the demo reports: the documented day in hours, and log files as logs."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from deploy.demo import company_a, logfiles

MIDNIGHT = datetime(2026, 11, 22, 16, tzinfo=UTC)


def test_the_hours_of_the_day_add_up_to_the_documented_day():
    sums: Counter[str] = Counter()
    for _, data in company_a.samples(MIDNIGHT):
        sums[data["item"]] += data["quantity"]

    assert {item: sums[item] for item in sums if item != "time_series"} == {
        of_day["item"]: of_day["quantity"] for of_day in company_a.USAGE if of_day["item"] != "time_series"
    }


def test_the_largest_hour_is_the_documented_one_and_adding_hours_up_would_be_wrong():
    series = [data["quantity"] for _, data in company_a.samples(MIDNIGHT) if data["item"] == "time_series"]

    assert max(series) == 6_000 < sum(series)
    assert len(series) == 24


def test_spans_and_events_do_not_outweigh_traces_and_views():
    samples = [data for _, data in company_a.samples(MIDNIGHT)]

    assert all(data["spans"] < 10 * data["quantity"] for data in samples if data["item"] == "trace" and data["quantity"])
    assert all(data["rum_events"] < 100 * data["quantity"] for data in samples if data["item"] == "pv" and data["quantity"])


def test_a_line_is_a_log_and_a_long_line_is_several(tmp_path: Path):
    log = tmp_path / "service.log"
    log.write_text("2026-11-23 07:59:59 short\n\n" + "2026-11-23T08:00:00Z " + "x" * 25_000 + "\n")

    (counted,) = logfiles.count([str(tmp_path / "*.log")])

    assert (counted.lines, counted.logs, dict(counted.logs_by_hour)) == (2, 3, {7: 1, 8: 2})


def test_a_line_without_a_time_belongs_to_the_line_before_it(tmp_path: Path):
    (tmp_path / "trace.log").write_text("Nov  3 22:14:15 host: it broke\n  at line one\n  at line two\n")

    (counted,) = logfiles.count([str(tmp_path / "*.log")])

    assert dict(counted.logs_by_hour) == {22: 3}


def test_a_file_that_two_patterns_find_counts_once_and_one_that_is_empty_not_at_all(tmp_path: Path):
    (tmp_path / "a.log").write_text("one\n")
    (tmp_path / "empty.log").write_text("")

    counted = logfiles.count([str(tmp_path / "*.log"), str(tmp_path / "a.*")])

    assert [file.path.name for file in counted] == ["a.log"]


def test_files_of_one_folder_are_one_index_and_hours_are_of_the_demos_day(tmp_path: Path):
    for name in ("a.log", "b.log"):
        (tmp_path / name).write_text("2020-01-01 03:00:00 old\n")

    samples = list(logfiles.samples(logfiles.count([str(tmp_path / "*.log")]), MIDNIGHT))

    ((hour, data),) = samples
    assert (hour, data["quantity"]) == (datetime(2026, 11, 22, 19, tzinfo=UTC), 2)
    assert data["index"].endswith(tmp_path.name)

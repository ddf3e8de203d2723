from enum import StrEnum


class EstimatedUsageItem(StrEnum):
    FWD_EXT = "fwd_ext"
    FWD_INT = "fwd_int"
    LOGS = "logs"
    LOGS_INGESTED = "logs_ingested"
    NET_HOST = "net_host"
    PIPELINE = "pipeline"
    PROFILE = "profile"
    PV = "pv"
    REPLAY = "replay"
    REPORT = "report"
    SCAN = "scan"
    SMS = "sms"
    SYNTHETIC = "synthetic"
    TIME_SERIES = "time_series"
    TRACE = "trace"
    TRIGGER = "trigger"

    def __str__(self) -> str:
        return str(self.value)

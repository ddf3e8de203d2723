from enum import StrEnum


class BindWorkspaceBodyMethod(StrEnum):
    ALIYUN = "aliyun"
    AWS = "aws"
    BILLING_CENTER = "billing_center"
    HUAWEI = "huawei"

    def __str__(self) -> str:
        return str(self.value)

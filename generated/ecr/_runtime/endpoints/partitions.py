"""The partitions of AWS: what `aws.partition` answers with.

Facts as of botocore 1.43.11. A region that a partition does not list yet is found by
the partition's pattern.
"""

from __future__ import annotations


class Partition:
    """A partition (AWS rules engine library functions, "Partition structure") and how
    its regions are known.
    """

    __slots__ = (
        "dns_suffix",
        "dual_stack_dns_suffix",
        "implicit_global_region",
        "name",
        "region_pattern",
        "regions",
        "supports_dual_stack",
        "supports_fips",
    )

    def __init__(
        self,
        name: str,
        dns_suffix: str,
        dual_stack_dns_suffix: str,
        supports_fips: bool,
        supports_dual_stack: bool,
        implicit_global_region: str,
        region_pattern: str,
        regions: tuple[str, ...],
    ) -> None:
        self.name = name
        self.dns_suffix = dns_suffix
        self.dual_stack_dns_suffix = dual_stack_dns_suffix
        self.supports_fips = supports_fips
        self.supports_dual_stack = supports_dual_stack
        self.implicit_global_region = implicit_global_region
        self.region_pattern = region_pattern
        self.regions = regions


PARTITIONS = (
    Partition(
        name="aws",
        dns_suffix="amazonaws.com",
        dual_stack_dns_suffix="api.aws",
        supports_fips=True,
        supports_dual_stack=True,
        implicit_global_region="us-east-1",
        region_pattern=r"(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+",
        regions=(
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "aws-global",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "mx-central-1",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
        ),
    ),
    Partition(
        name="aws-cn",
        dns_suffix="amazonaws.com.cn",
        dual_stack_dns_suffix="api.amazonwebservices.com.cn",
        supports_fips=True,
        supports_dual_stack=True,
        implicit_global_region="cn-northwest-1",
        region_pattern=r"cn-\w+-\d+",
        regions=("aws-cn-global", "cn-north-1", "cn-northwest-1"),
    ),
    Partition(
        name="aws-eusc",
        dns_suffix="amazonaws.eu",
        dual_stack_dns_suffix="api.amazonwebservices.eu",
        supports_fips=True,
        supports_dual_stack=True,
        implicit_global_region="eusc-de-east-1",
        region_pattern=r"eusc-(de)-\w+-\d+",
        regions=("eusc-de-east-1",),
    ),
    Partition(
        name="aws-iso",
        dns_suffix="c2s.ic.gov",
        dual_stack_dns_suffix="api.aws.ic.gov",
        supports_fips=True,
        supports_dual_stack=True,
        implicit_global_region="us-iso-east-1",
        region_pattern=r"us-iso-\w+-\d+",
        regions=("aws-iso-global", "us-iso-east-1", "us-iso-west-1"),
    ),
    Partition(
        name="aws-iso-b",
        dns_suffix="sc2s.sgov.gov",
        dual_stack_dns_suffix="api.aws.scloud",
        supports_fips=True,
        supports_dual_stack=True,
        implicit_global_region="us-isob-east-1",
        region_pattern=r"us-isob-\w+-\d+",
        regions=("aws-iso-b-global", "us-isob-east-1", "us-isob-west-1"),
    ),
    Partition(
        name="aws-iso-e",
        dns_suffix="cloud.adc-e.uk",
        dual_stack_dns_suffix="api.cloud-aws.adc-e.uk",
        supports_fips=True,
        supports_dual_stack=True,
        implicit_global_region="eu-isoe-west-1",
        region_pattern=r"eu-isoe-\w+-\d+",
        regions=("aws-iso-e-global", "eu-isoe-west-1"),
    ),
    Partition(
        name="aws-iso-f",
        dns_suffix="csp.hci.ic.gov",
        dual_stack_dns_suffix="api.aws.hci.ic.gov",
        supports_fips=True,
        supports_dual_stack=True,
        implicit_global_region="us-isof-south-1",
        region_pattern=r"us-isof-\w+-\d+",
        regions=("aws-iso-f-global", "us-isof-east-1", "us-isof-south-1"),
    ),
    Partition(
        name="aws-us-gov",
        dns_suffix="amazonaws.com",
        dual_stack_dns_suffix="api.aws",
        supports_fips=True,
        supports_dual_stack=True,
        implicit_global_region="us-gov-west-1",
        region_pattern=r"us-gov-\w+-\d+",
        regions=("aws-us-gov-global", "us-gov-east-1", "us-gov-west-1"),
    ),
)

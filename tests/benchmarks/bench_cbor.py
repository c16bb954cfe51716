"""CBOR against botocore and, where it is installed, cbor2: what an operation does, and the codec alone, in one run.

Run `python tests/benchmarks/bench_cbor.py`. A ratio above 1 says how many times more the other takes. cbor2 is written
in C, and knows no shapes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "templates")]

from ecrgen import pipeline  # noqa: E402
from tests.benchmarks.bench_serde import per_call, show  # noqa: E402
from tests.support import packages  # noqa: E402

_START = datetime(2024, 2, 29, tzinfo=UTC)
METRICS = {
    "Namespace": "app",
    "MetricData": [
        {
            "MetricName": f"latency-{number}",
            "Dimensions": [{"Name": "host", "Value": f"h{number}"}],
            "Timestamp": _START + timedelta(seconds=number),
            "Value": number + 0.1,
            "Unit": "Milliseconds",
            "StorageResolution": 60,
        }
        for number in range(100)
    ],
}
RESULTS = {
    "MetricDataResults": [
        {
            "Id": f"m{number}",
            "Label": f"latency-{number}",
            "Timestamps": [_START + timedelta(minutes=each) for each in range(10)],
            "Values": [each + 0.1 for each in range(10)],
            "StatusCode": "Complete",
        }
        for number in range(20)
    ]
}
HEADERS = {"smithy-protocol": "rpc-v2-cbor"}


def main() -> None:
    # None of these has types.
    session: Any = import_module("botocore.session")
    create_parser: Any = import_module("botocore.parsers").create_parser
    create_serializer: Any = import_module("botocore.serialize").create_serializer
    codec: Any = import_module("runtime.codecs.cbor")

    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        job = pipeline.Job(
            "botocore:cloudwatch", output, "bench_cloudwatch", protocol="rpcv2Cbor"
        )
        pipeline.build(pipeline.target(job))
        package: Any = packages.load(output / "bench_cloudwatch", "bench_cloudwatch")
        model = session.Session().get_service_model("cloudwatch")
        put = package.operations.PutMetricData
        get = package.operations.GetMetricData
        value = put.input.from_value(METRICS)
        body = codec.dump(RESULTS)
        protocol = "smithy-rpc-v2-cbor"
        serializer, parser = create_serializer(protocol), create_parser(protocol)
        theirs = model.operation_model("PutMetricData")
        results = model.operation_model("GetMetricData").output_shape
        answer: dict[str, Any] = {"status_code": 200, "headers": HEADERS, "body": body}
        response = package.Response(200, HEADERS, body)
        assert get.deserialize(response).to_value() == RESULTS

        # Neither compresses: botocore's client does that later, and ours is told not to.
        os.environ["AWS_DISABLE_REQUEST_COMPRESSION"] = "true"
        show(
            "serialize 100 metrics",
            per_call(lambda: put.serialize(value), 20),
            per_call(lambda: serializer.serialize_to_request(METRICS, theirs), 20),
            "us ",
        )
        show(
            "deserialize 20 results of 10",
            per_call(lambda: get.deserialize(response), 20),
            per_call(lambda: parser.parse(answer, results), 20),
            "us ",
        )
    try:
        cbor2: Any = import_module("cbor2")
    except ImportError:
        print("cbor2 is not installed: the codec is not compared with it")
        return
    for name, ours, other in (
        ("dump the results", lambda: codec.dump(RESULTS), _dump_with(cbor2)),
        ("load the results", lambda: codec.load(body), lambda: cbor2.loads(body)),
    ):
        mine, its = per_call(ours, 20), per_call(other, 20)
        print(
            f"{name:<34}{mine:>10.1f} us   cbor2    {its:>10.1f} us   {its / mine:>5.1f} x"
        )


def _dump_with(cbor2: Any) -> Any:
    return lambda: cbor2.dumps(RESULTS, datetime_as_timestamp=True)


if __name__ == "__main__":
    main()

"""restXml against botocore: writing and reading a thousand objects of S3, both sides in one run.

Run `python tests/benchmarks/bench_xml.py`; it builds S3 from botocore's model first. A ratio above 1 says how many
times more botocore takes.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.bench_serde import per_call, show
from tests.support.packages import build

KEYS = {
    "Bucket": "b",
    "Delete": {
        "Objects": [
            {"Key": f"some/key & more/{number}.txt", "VersionId": f"v{number}"}
            for number in range(1000)
        ]
    },
}
_OBJECT = (
    "<Contents><Key>some/key/{0}.txt</Key><LastModified>2024-02-29T01:02:03.000Z</LastModified>"
    "<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>{0}</Size>"
    "<StorageClass>STANDARD</StorageClass></Contents>"
)
LISTED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    "<Name>b</Name><IsTruncated>false</IsTruncated>"
    f"{''.join(map(_OBJECT.format, range(1000)))}</ListBucketResult>"
).encode()


def main() -> None:
    # botocore has no types.
    session: Any = import_module("botocore.session")
    create_parser: Any = import_module("botocore.parsers").create_parser
    create_serializer: Any = import_module("botocore.serialize").create_serializer
    model = session.Session().get_service_model("s3")
    deleted = model.operation_model("DeleteObjects")
    listed = model.operation_model("ListObjectsV2").output_shape
    serializer, parser = create_serializer("rest-xml"), create_parser("rest-xml")
    answer: dict[str, Any] = {"status_code": 200, "headers": {}, "body": LISTED}

    with tempfile.TemporaryDirectory() as folder:
        s3: Any = build("botocore:s3", Path(folder), "benchmark_s3")
        delete, listing = s3.operations.DeleteObjects, s3.operations.ListObjectsV2
        value = delete.input.from_value(KEYS)
        found = listing.deserialize(s3.Response(200, {}, LISTED))
        assert len(found.contents) == len(parser.parse(answer, listed)["Contents"])
        show(
            "write 1000 keys to delete",
            # Without the checksum, which botocore's serializer leaves to its client.
            per_call(lambda: value.delete.to_xml("Delete").encode(), 5),
            per_call(lambda: serializer.serialize_to_request(KEYS, deleted), 5),
            "us ",
        )
        show(
            "read 1000 objects of a list",
            per_call(lambda: listing.deserialize(s3.Response(200, {}, LISTED)), 5),
            per_call(lambda: parser.parse(answer, listed), 5),
            "us ",
        )


if __name__ == "__main__":
    main()

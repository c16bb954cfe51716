"""Round trips of services whose bodies hold everything: what is written with our client
is read with boto3, and back.

Each scenario is one description for both clients. It begins with a server that has
nothing in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.server.clients import Driver

Scenario = Callable[[Driver, Any], None]
SCENARIOS: dict[str, Scenario] = {}

TEXT = "dörte & <co> \u2028 \U0001f600 'x' \"y\" +%"


def scenario(name: str) -> Callable[[Scenario], Scenario]:
    """Of the service that botocore calls `name`."""

    def add(function: Scenario) -> Scenario:
        SCENARIOS[name] = function
        return function

    return add


def plain(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


@scenario("dynamodb")
def dynamodb(client: Driver, boto: Any) -> None:
    package, models = client.package, client.package.models
    made = client.create_table(
        table_name="things",
        attribute_definitions=[
            models.AttributeDefinition(attribute_name="kind", attribute_type="S"),
            models.AttributeDefinition(attribute_name="number", attribute_type="N"),
        ],
        key_schema=[
            models.KeySchemaElement(attribute_name="kind", key_type="HASH"),
            models.KeySchemaElement(attribute_name="number", key_type="RANGE"),
        ],
        billing_mode="PAY_PER_REQUEST",
    ).table_description
    client.wait_until_table_exists(table_name="things", max_wait_time=60)
    there = boto.describe_table(TableName="things")["Table"]
    assert made.table_arn == there["TableArn"]
    assert client.describe_table(table_name="things").table.to_value() == there

    item: dict[str, Any] = {
        "kind": {"S": TEXT},
        "number": {"N": "1.5"},
        "blob": {"B": bytes(range(256))},
        "texts": {"SS": ["a", "b"]},
        "numbers": {"NS": ["1", "2.5"]},
        "blobs": {"BS": [b"\x00", b"\xff"]},
        "map": {"M": {"list": {"L": [{"BOOL": True}, {"NULL": True}, {"S": ""}]}}},
    }
    value = models.AttributeValue
    client.put_item(
        table_name="things",
        item={name: value.from_value(each) for name, each in item.items()},
    )
    key = {name: item[name] for name in ("kind", "number")}
    assert boto.get_item(TableName="things", Key=key)["Item"] == item
    ours = client.get_item(
        table_name="things",
        key={name: value.from_value(each) for name, each in key.items()},
    )
    assert {name: each.to_value() for name, each in ours.item.items()} == item
    assert ours.item["blob"].b == bytes(range(256))

    with pytest.raises(package.errors.ConditionalCheckFailedException) as caught:
        client.put_item(
            table_name="things",
            item={name: value.from_value(each) for name, each in key.items()},
            condition_expression="attribute_not_exists(kind)",
        )
    assert (caught.value.status, caught.value.attempts) == (400, 1)
    with pytest.raises(package.errors.ResourceNotFoundException):
        client.describe_table(table_name="none")

    client.batch_write_item(
        request_items={
            "things": [
                models.WriteRequest(
                    put_request=models.PutRequest(
                        item={
                            "kind": value.from_value({"S": "many"}),
                            "number": value.from_value({"N": str(number)}),
                        }
                    )
                )
                for number in range(25)
            ]
        }
    )
    query: dict[str, Any] = {
        "table_name": "things",
        "key_condition_expression": "kind = :kind",
        "expression_attribute_values": {":kind": value.from_value({"S": "many"})},
    }
    found = client.collect(client.paginate_query(**query, limit=7))
    assert [each["number"].n for each in found] == [str(n) for n in range(25)]
    assert client.sent.count("Query") == 4
    client.delete_table(table_name="things")
    assert boto.list_tables()["TableNames"] == []


@scenario("sqs")
def sqs(client: Driver, boto: Any) -> None:
    models, errors = client.package.models, client.package.errors
    url = client.create_queue(
        queue_name="work", attributes={"VisibilityTimeout": "0"}
    ).queue_url
    assert url == boto.get_queue_url(QueueName="work")["QueueUrl"]
    text = TEXT + "x" * 1000
    sent = client.send_message(
        queue_url=url,
        message_body=text,
        message_attributes={
            "text": models.MessageAttributeValue(data_type="String", string_value="ü"),
            "blob": models.MessageAttributeValue(
                data_type="Binary", binary_value=b"\x00\xff"
            ),
        },
    )
    (there,) = boto.receive_message(QueueUrl=url, MessageAttributeNames=["All"])[
        "Messages"
    ]
    assert (there["MessageId"], there["Body"]) == (sent.message_id, text)
    assert there["MD5OfBody"] == sent.md5_of_message_body
    assert there["MessageAttributes"]["blob"]["BinaryValue"] == b"\x00\xff"
    (ours,) = client.receive_message(
        queue_url=url, message_attribute_names=["All"]
    ).messages
    assert (ours.message_id, ours.body) == (sent.message_id, text)
    assert ours.message_attributes["text"].string_value == "ü"
    client.delete_message(queue_url=url, receipt_handle=ours.receipt_handle)
    assert "Messages" not in boto.receive_message(QueueUrl=url)

    entry = models.SendMessageBatchRequestEntry
    batch = client.send_message_batch(
        queue_url=url,
        entries=[entry(id=f"m{n}", message_body=f"body {n}") for n in range(10)],
    )
    assert [each.id for each in batch.successful] == [f"m{n}" for n in range(10)]
    attributes = client.get_queue_attributes(queue_url=url, attribute_names=["All"])
    expected = boto.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    assert attributes.to_value() == plain(expected)
    assert attributes.attributes["ApproximateNumberOfMessages"] == "10"
    with pytest.raises(errors.QueueDoesNotExist) as caught:
        client.get_queue_url(queue_name="none")
    assert caught.value.status == 400
    client.delete_queue(queue_url=url)
    assert "QueueUrls" not in boto.list_queues()


@scenario("sns")
def sns(client: Driver, boto: Any) -> None:
    models, errors = client.package.models, client.package.errors
    arns = [
        client.create_topic(
            name=f"topic-{number}", attributes={"DisplayName": TEXT}
        ).topic_arn
        for number in range(120)
    ]
    listed = client.collect(client.paginate_list_topics())
    assert sorted(each.topic_arn for each in listed) == sorted(arns)
    assert client.sent.count("ListTopics") == 2
    seen = boto.get_topic_attributes(TopicArn=arns[0])["Attributes"]
    assert seen["DisplayName"] == TEXT
    assert client.get_topic_attributes(topic_arn=arns[0]).attributes == seen
    client.tag_resource(
        resource_arn=arns[0],
        tags=[models.Tag(key="a", value="ü &"), models.Tag(key="b", value="")],
    )
    tags = boto.list_tags_for_resource(ResourceArn=arns[0])["Tags"]
    assert tags == [{"Key": "a", "Value": "ü &"}, {"Key": "b", "Value": ""}]
    subscription = client.subscribe(
        topic_arn=arns[0],
        protocol="sqs",
        endpoint="arn:aws:sqs:eu-west-1:123456789012:q",
    ).subscription_arn
    (there,) = boto.list_subscriptions_by_topic(TopicArn=arns[0])["Subscriptions"]
    assert there["SubscriptionArn"] == subscription
    with pytest.raises(errors.NotFoundException) as caught:
        client.get_topic_attributes(topic_arn=arns[0] + "x")
    # The class is called after the shape, the code is the one on the wire.
    assert caught.value.code == "NotFound"
    client.delete_topic(topic_arn=arns[0])
    assert len(boto.list_topics()["Topics"]) == 100


@scenario("sts")
def sts(client: Driver, boto: Any) -> None:
    assert client.get_caller_identity().to_value() == plain(boto.get_caller_identity())
    taken = client.assume_role(
        role_arn="arn:aws:iam::123456789012:role/r",
        role_session_name="session",
        duration_seconds=900,
        policy=json.dumps({"Version": "2012-10-17", "Statement": []}),
    )
    assert taken.assumed_role_user.arn.endswith("assumed-role/r/session")
    left = taken.credentials.expiration - datetime.now(UTC)
    assert timedelta(minutes=10) < left < timedelta(minutes=20)
    # What identifies is shown, what authorizes is not.
    assert taken.credentials.secret_access_key not in repr(taken)
    token = client.get_session_token(duration_seconds=900).credentials
    assert token.session_token


@scenario("iam")
def iam(client: Driver, boto: Any) -> None:
    models, errors = client.package.models, client.package.errors
    statement = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role = client.create_role(
        role_name="deploy",
        path="/team/",
        assume_role_policy_document=policy,
        description="d & <e>",
        tags=[models.Tag(key="a", value="1"), models.Tag(key="b", value="")],
    ).role
    there = boto.get_role(RoleName="deploy")["Role"]
    assert (role.arn, role.create_date) == (there["Arn"], there["CreateDate"])
    assert there["Description"] == "d & <e>"
    assert there["Tags"] == [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}]
    read = client.get_role(role_name="deploy").role.to_value()
    # botocore decodes the document, which IAM sends percent-encoded; the model says
    # nothing of it.
    del read["AssumeRolePolicyDocument"], there["AssumeRolePolicyDocument"]
    assert read == there
    for number in range(30):
        client.create_user(user_name=f"user-{number:02}")
    names = [
        each.user_name
        for each in client.collect(client.paginate_list_users(max_items=7))
    ]
    assert names == [f"user-{number:02}" for number in range(30)]
    client.put_user_policy(
        user_name="user-00", policy_name="inline", policy_document=policy
    )
    assert boto.list_user_policies(UserName="user-00")["PolicyNames"] == ["inline"]
    with pytest.raises(errors.NoSuchEntityException) as caught:
        client.get_user(user_name="none")
    assert (caught.value.code, caught.value.status) == ("NoSuchEntity", 404)
    with pytest.raises(errors.EntityAlreadyExistsException):
        client.create_user(user_name="user-00")
    client.delete_role(role_name="deploy")
    assert boto.list_roles()["Roles"] == []


@scenario("ec2")
def ec2(client: Driver, boto: Any) -> None:
    models, errors = client.package.models, client.package.errors
    vpc = client.create_vpc(
        cidr_block="10.1.0.0/16",
        tag_specifications=[
            models.TagSpecification(
                resource_type="vpc", tags=[models.Tag(key="Name", value="ü & <x>")]
            )
        ],
    ).vpc
    (there,) = boto.describe_vpcs(VpcIds=[vpc.vpc_id])["Vpcs"]
    assert there["Tags"] == [{"Key": "Name", "Value": "ü & <x>"}]
    (ours,) = client.describe_vpcs(
        filters=[models.Filter(name="tag:Name", values=["ü & <x>", "other"])]
    ).vpcs
    assert ours.to_value() == there
    group = client.create_security_group(
        group_name="web", description="d", vpc_id=vpc.vpc_id
    ).group_id
    client.authorize_security_group_ingress(
        group_id=group,
        ip_permissions=[
            models.IpPermission(
                ip_protocol="tcp",
                from_port=443,
                to_port=443,
                ip_ranges=[
                    models.IpRange(cidr_ip="10.0.0.0/8", description="a"),
                    models.IpRange(cidr_ip="192.168.0.0/16"),
                ],
            )
        ],
    )
    (rules,) = boto.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    (rule,) = rules["IpPermissions"]
    assert (rule["FromPort"], len(rule["IpRanges"])) == (443, 2)
    (read,) = client.describe_security_groups(group_ids=[group]).security_groups
    assert read.to_value() == rules
    image = boto.describe_images()["Images"][0]["ImageId"]
    started = client.run_instances(
        image_id=image, instance_type="t3.micro", min_count=2, max_count=2
    ).instances
    ids = sorted(each.instance_id for each in started)
    client.wait_until_instance_running(instance_ids=ids, max_wait_time=60)
    reservations = client.collect(client.paginate_describe_instances(instance_ids=ids))
    found = [each for held in reservations for each in held.instances]
    assert sorted(each.instance_id for each in found) == ids
    expected = boto.describe_instances(InstanceIds=ids)["Reservations"]
    assert [each.to_value() for each in reservations] == expected
    with pytest.raises(errors.UnknownOperationError) as caught:
        client.describe_vpcs(vpc_ids=["vpc-12345678"])
    assert caught.value.code == "InvalidVpcID.NotFound"
    assert caught.value.request_id
    client.terminate_instances(instance_ids=ids)
    client.wait_until_instance_terminated(instance_ids=ids, max_wait_time=60)


@scenario("kms")
def kms(client: Driver, boto: Any) -> None:
    errors = client.package.errors
    made = client.create_key(description=TEXT).key_metadata
    there = boto.describe_key(KeyId=made.key_id)["KeyMetadata"]
    assert client.describe_key(key_id=made.key_id).key_metadata.to_value() == there
    assert there["Description"] == TEXT
    secret = bytes(range(256))
    sealed = client.encrypt(
        key_id=made.key_id, plaintext=secret, encryption_context={"for": "ü"}
    )
    opened = boto.decrypt(
        CiphertextBlob=sealed.ciphertext_blob, EncryptionContext={"for": "ü"}
    )
    assert opened["Plaintext"] == secret
    boxed = boto.encrypt(KeyId=made.key_id, Plaintext=b"\xff\x00")["CiphertextBlob"]
    answer = client.decrypt(ciphertext_blob=boxed)
    assert answer.plaintext == b"\xff\x00"
    assert "xff" not in repr(answer)
    with pytest.raises(errors.NotFoundException):
        client.describe_key(key_id="00000000-0000-0000-0000-000000000000")
    client.create_alias(alias_name="alias/mine", target_key_id=made.key_id)
    aliases = client.collect(client.paginate_list_aliases())
    assert "alias/mine" in [each.alias_name for each in aliases]
    deleted = client.schedule_key_deletion(key_id=made.key_id, pending_window_in_days=7)
    assert deleted.deletion_date > datetime.now(UTC)


@scenario("cloudwatch")
def cloudwatch(client: Driver, boto: Any) -> None:
    models = client.package.models
    now = datetime.now(UTC).replace(microsecond=0)
    client.put_metric_data(
        namespace="App",
        metric_data=[
            models.MetricDatum(
                metric_name="latency",
                timestamp=now - timedelta(seconds=60 * number),
                value=number + 0.5,
                unit="Milliseconds",
                dimensions=[models.Dimension(name="host", value=f"h{number}")],
            )
            for number in range(3)
        ],
    )
    metrics = boto.list_metrics(Namespace="App")["Metrics"]
    hosts = {each["Dimensions"][0]["Value"] for each in metrics}
    assert hosts == {"h0", "h1", "h2"}
    ours = client.list_metrics(namespace="App").metrics
    assert [each.to_value() for each in ours] == metrics
    question: dict[str, Any] = {
        "Namespace": "App",
        "MetricName": "latency",
        "StartTime": now - timedelta(hours=1),
        "EndTime": now + timedelta(hours=1),
        "Period": 60,
        "Statistics": ["Sum", "SampleCount"],
    }
    expected = plain(boto.get_metric_statistics(**question))
    read = client.get_metric_statistics(
        namespace="App",
        metric_name="latency",
        start_time=question["StartTime"],
        end_time=question["EndTime"],
        period=60,
        statistics=["Sum", "SampleCount"],
    )
    assert read.to_value() == expected
    assert sum(each.sum for each in read.datapoints) == 4.5
    client.put_metric_alarm(
        alarm_name="slow",
        metric_name="latency",
        namespace="App",
        statistic="Average",
        period=60,
        evaluation_periods=1,
        threshold=0.1,
        comparison_operator="GreaterThanThreshold",
    )
    (alarm,) = boto.describe_alarms()["MetricAlarms"]
    assert (alarm["AlarmName"], alarm["Threshold"]) == ("slow", 0.1)
    client.delete_alarms(alarm_names=["slow"])
    assert boto.describe_alarms()["MetricAlarms"] == []


@scenario("secretsmanager")
def secretsmanager(client: Driver, boto: Any) -> None:
    models, errors = client.package.models, client.package.errors
    made = client.create_secret(name="app/db", secret_string=TEXT)
    there = plain(boto.get_secret_value(SecretId="app/db"))
    assert there["SecretString"] == TEXT
    read = client.get_secret_value(secret_id=made.arn)
    assert read.to_value() == there
    assert TEXT not in repr(read)
    client.put_secret_value(
        secret_id="app/db", secret_binary=b"\x00\xff", version_stages=["AWSPENDING"]
    )
    other = boto.get_secret_value(SecretId="app/db", VersionStage="AWSPENDING")
    assert other["SecretBinary"] == b"\x00\xff"
    for number in range(12):
        boto.create_secret(Name=f"many/{number:02}", SecretString=str(number))
    names = [
        each.name
        for each in client.collect(client.paginate_list_secrets(max_results=5))
    ]
    assert sorted(names) == ["app/db", *(f"many/{number:02}" for number in range(12))]
    assert client.sent.count("ListSecrets") == 3
    client.tag_resource(secret_id="app/db", tags=[models.Tag(key="k", value="ü")])
    assert boto.describe_secret(SecretId="app/db")["Tags"] == [
        {"Key": "k", "Value": "ü"}
    ]
    with pytest.raises(errors.ResourceNotFoundException, match="find"):
        client.get_secret_value(secret_id="none")
    client.delete_secret(secret_id="app/db", force_delete_without_recovery=True)
    assert len(boto.list_secrets()["SecretList"]) == 12

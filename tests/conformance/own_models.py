"""Models of Smithy's compliance suites that the corpora have as IDL only: the shapes, without the cases.

Names, members and traits are those of the suites, as far as the cases need them.
"""

from __future__ import annotations

from typing import Any

from tests.support.short_form import shapes_alone

REST_JSON_UNIONS: dict[str, Any] = {
    "RestJson": {
        "service": {"version": "2019-12-16", "operations": ["JsonUnions"]},
        "traits": {"aws.protocols#restJson1": {}},
    },
    "JsonUnions": {
        "operation": {"input": "UnionInputOutput", "output": "UnionInputOutput"},
        "traits": {
            "idempotent": {},
            "http": {"uri": "/JsonUnions", "method": "PUT", "code": 200},
        },
    },
    "MyUnion": {"union": {"stringValue": "String", "unionValue": "NestedUnion"}},
    "NestedUnion": {"union": {"stringValue": "String"}},
    "UnionInputOutput": {"structure": {"contents": "MyUnion"}},
}

RPCV2_CBOR_UNIONS: dict[str, Any] = {
    "RpcV2Protocol": {
        "service": {"version": "2020-07-14", "operations": ["RpcV2CborUnions"]},
        "traits": {"smithy.protocols#rpcv2Cbor": {}},
    },
    "RpcV2CborUnions": {
        "operation": {
            "input": "RpcV2CborUnionInputOutput",
            "output": "RpcV2CborUnionInputOutput",
        },
        "traits": {"idempotent": {}},
    },
    "RpcV2CborNestedUnion": {"union": {"stringValue": "String"}},
    "RpcV2CborUnion": {
        "union": {"stringValue": "String", "unionValue": "RpcV2CborNestedUnion"}
    },
    "RpcV2CborUnionInputOutput": {
        "structure": {"contents": "RpcV2CborUnion", "otherValue": "String"}
    },
}

RPCV2_JSON: dict[str, Any] = {
    "RpcV2JsonProtocol": {
        "service": {
            "version": "2020-07-14",
            "operations": [
                "NoInputOutput",
                "EmptyInputOutput",
                "OptionalInputOutput",
                "SimpleScalarProperties",
                "RpcV2JsonLists",
                "RpcV2JsonDenseMaps",
                "RpcV2JsonSparseMaps",
                "RecursiveShapes",
                "GreetingWithErrors",
                "FractionalSeconds",
                "TimestampFormatIgnored",
                "OperationWithDefaults",
                "SparseNullsOperation",
                "BigDecimalOperation",
                "BigIntegerOperation",
            ],
        },
        "traits": {
            "title": "RpcV2 JSON Protocol Service",
            "smithy.protocols#rpcv2Json": {},
        },
    },
    "BigDecimalOperation": {
        "operation": {"input": "BigDecimalStructure", "output": "BigDecimalStructure"}
    },
    "BigIntegerOperation": {
        "operation": {"input": "BigIntegerStructure", "output": "BigIntegerStructure"}
    },
    "EmptyInputOutput": {
        "operation": {"input": "EmptyStructure", "output": "EmptyStructure"}
    },
    "FractionalSeconds": {
        "operation": {"input": "Unit", "output": "FractionalSecondsOutput"}
    },
    "GreetingWithErrors": {
        "operation": {
            "input": "Unit",
            "output": "GreetingWithErrorsOutput",
            "errors": ["InvalidGreeting", "ComplexError"],
        },
        "traits": {"idempotent": {}},
    },
    "NoInputOutput": {"operation": {"input": "Unit", "output": "Unit"}},
    "OperationWithDefaults": {
        "operation": {
            "input": "OperationWithDefaultsInput",
            "output": "OperationWithDefaultsOutput",
            "errors": ["smithy.framework#ValidationException"],
        }
    },
    "OptionalInputOutput": {
        "operation": {"input": "SimpleStructure", "output": "SimpleStructure"}
    },
    "RecursiveShapes": {
        "operation": {
            "input": "RecursiveShapesInputOutput",
            "output": "RecursiveShapesInputOutput",
        }
    },
    "RpcV2JsonDenseMaps": {
        "operation": {
            "input": "RpcV2JsonDenseMapsInputOutput",
            "output": "RpcV2JsonDenseMapsInputOutput",
            "errors": ["smithy.framework#ValidationException"],
        }
    },
    "RpcV2JsonLists": {
        "operation": {
            "input": "RpcV2JsonListInputOutput",
            "output": "RpcV2JsonListInputOutput",
            "errors": ["smithy.framework#ValidationException"],
        },
        "traits": {"idempotent": {}},
    },
    "RpcV2JsonSparseMaps": {
        "operation": {
            "input": "RpcV2JsonSparseMapsInputOutput",
            "output": "RpcV2JsonSparseMapsInputOutput",
            "errors": ["smithy.framework#ValidationException"],
        }
    },
    "SimpleScalarProperties": {
        "operation": {
            "input": "SimpleScalarStructure",
            "output": "SimpleScalarStructure",
        }
    },
    "SparseNullsOperation": {
        "operation": {
            "input": "SparseNullsOperationInputOutput",
            "output": "SparseNullsOperationInputOutput",
        }
    },
    "TimestampFormatIgnored": {
        "operation": {
            "input": "TimestampFormatIgnoredIO",
            "output": "TimestampFormatIgnoredIO",
        }
    },
    "smithy.framework#ValidationException": {
        "structure": {"message": ["String", {"required": {}}]},
        "traits": {"error": "client"},
    },
    "BigDecimalStructure": {"structure": {"value": "BigDecimal"}},
    "BigIntegerStructure": {"structure": {"value": "BigInteger"}},
    "ClientOptionalDefaults": {
        "structure": {"member": ["Integer", {"clientOptional": {}, "default": 0}]}
    },
    "ComplexError": {
        "structure": {"TopLevel": "String", "Nested": "ComplexNestedErrorData"},
        "traits": {"error": "client"},
    },
    "ComplexNestedErrorData": {"structure": {"Foo": "String"}},
    "Defaults": {"structure": {}, "mixins": ["DefaultsMixin"]},
    "DefaultsMixin": {
        "structure": {
            "defaultString": ["String", {"default": "hi"}],
            "defaultBoolean": ["Boolean", {"default": True}],
            "defaultList": ["TestStringList", {"default": []}],
            "defaultTimestamp": ["Timestamp", {"default": 0}],
            "defaultBlob": ["Blob", {"default": "YWJj"}],
            "defaultByte": ["Byte", {"default": 1}],
            "defaultShort": ["Short", {"default": 1}],
            "defaultInteger": ["Integer", {"default": 10}],
            "defaultLong": ["Long", {"default": 100}],
            "defaultFloat": ["Float", {"default": 1.0}],
            "defaultDouble": ["Double", {"default": 1.0}],
            "defaultMap": ["TestStringMap", {"default": {}}],
            "defaultEnum": ["TestEnum", {"default": "FOO"}],
            "defaultIntEnum": ["TestIntEnum", {"default": 1}],
            "emptyString": ["String", {"default": ""}],
            "falseBoolean": ["Boolean", {"default": False}],
            "emptyBlob": ["Blob", {"default": ""}],
            "zeroByte": ["Byte", {"default": 0}],
            "zeroShort": ["Short", {"default": 0}],
            "zeroInteger": ["Integer", {"default": 0}],
            "zeroLong": ["Long", {"default": 0}],
            "zeroFloat": ["Float", {"default": 0.0}],
            "zeroDouble": ["Double", {"default": 0.0}],
        },
        "traits": {"mixin": {}},
    },
    "DenseBooleanMap": {"map": ["String", "Boolean"]},
    "DenseNumberMap": {"map": ["String", "Integer"]},
    "DenseSetMap": {"map": ["String", "smithy.protocoltests.shared#StringSet"]},
    "DenseStringMap": {"map": ["String", "String"]},
    "DenseStructMap": {"map": ["String", "smithy.protocoltests.shared#GreetingStruct"]},
    "EmptyStructure": {"structure": {}},
    "FractionalSecondsOutput": {"structure": {"datetime": "Timestamp"}},
    "GreetingWithErrorsOutput": {"structure": {"greeting": "String"}},
    "InvalidGreeting": {
        "structure": {"Message": "String"},
        "traits": {"error": "client"},
    },
    "OperationWithDefaultsInput": {
        "structure": {
            "defaults": "Defaults",
            "clientOptionalDefaults": "ClientOptionalDefaults",
            "topLevelDefault": ["String", {"default": "hi"}],
            "otherTopLevelDefault": ["Integer", {"default": 0}],
        },
        "traits": {"input": {}},
    },
    "OperationWithDefaultsOutput": {
        "structure": {},
        "mixins": ["DefaultsMixin"],
        "traits": {"output": {}},
    },
    "RecursiveShapesInputOutput": {
        "structure": {"nested": "RecursiveShapesInputOutputNested1"}
    },
    "RecursiveShapesInputOutputNested1": {
        "structure": {"foo": "String", "nested": "RecursiveShapesInputOutputNested2"}
    },
    "RecursiveShapesInputOutputNested2": {
        "structure": {
            "bar": "String",
            "recursiveMember": "RecursiveShapesInputOutputNested1",
        }
    },
    "RpcV2JsonDenseMapsInputOutput": {
        "structure": {
            "denseStructMap": "DenseStructMap",
            "denseNumberMap": "DenseNumberMap",
            "denseBooleanMap": "DenseBooleanMap",
            "denseStringMap": "DenseStringMap",
            "denseSetMap": "DenseSetMap",
        }
    },
    "RpcV2JsonListInputOutput": {
        "structure": {
            "stringList": "smithy.protocoltests.shared#StringList",
            "stringSet": "smithy.protocoltests.shared#StringSet",
            "integerList": "smithy.protocoltests.shared#IntegerList",
            "booleanList": "smithy.protocoltests.shared#BooleanList",
            "timestampList": "smithy.protocoltests.shared#TimestampList",
            "enumList": "smithy.protocoltests.shared#FooEnumList",
            "intEnumList": "smithy.protocoltests.shared#IntegerEnumList",
            "nestedStringList": "smithy.protocoltests.shared#NestedStringList",
            "structureList": "StructureList",
            "blobList": "smithy.protocoltests.shared#BlobList",
        }
    },
    "RpcV2JsonSparseMapsInputOutput": {
        "structure": {
            "sparseStructMap": "SparseStructMap",
            "sparseNumberMap": "SparseNumberMap",
            "sparseBooleanMap": "SparseBooleanMap",
            "sparseStringMap": "smithy.protocoltests.shared#SparseStringMap",
            "sparseSetMap": "SparseSetMap",
        }
    },
    "SimpleScalarStructure": {
        "structure": {
            "trueBooleanValue": "Boolean",
            "falseBooleanValue": "Boolean",
            "byteValue": "Byte",
            "doubleValue": "Double",
            "floatValue": "Float",
            "integerValue": "Integer",
            "longValue": "Long",
            "shortValue": "Short",
            "stringValue": "String",
            "blobValue": "Blob",
        }
    },
    "SimpleStructure": {"structure": {"value": "String"}},
    "SparseBooleanMap": {"map": ["String", "Boolean"], "traits": {"sparse": {}}},
    "SparseNullsOperationInputOutput": {
        "structure": {
            "sparseStringList": "smithy.protocoltests.shared#SparseStringList",
            "sparseStringMap": "smithy.protocoltests.shared#SparseStringMap",
        }
    },
    "SparseNumberMap": {"map": ["String", "Integer"], "traits": {"sparse": {}}},
    "SparseSetMap": {
        "map": ["String", "smithy.protocoltests.shared#StringSet"],
        "traits": {"sparse": {}},
    },
    "SparseStructMap": {
        "map": ["String", "smithy.protocoltests.shared#GreetingStruct"],
        "traits": {"sparse": {}},
    },
    "StructureList": {"list": "StructureListMember"},
    "StructureListMember": {"structure": {"a": "String", "b": "String"}},
    "TestEnum": {"enum": {"FOO": "FOO", "BAR": "BAR", "BAZ": "BAZ"}},
    "TestIntEnum": {"intEnum": {"ONE": 1, "TWO": 2}},
    "TestStringList": {"list": "String"},
    "TestStringMap": {"map": ["String", "String"]},
    "TimestampFormatIgnoredIO": {
        "structure": {
            "dateTime": "smithy.protocoltests.shared#DateTime",
            "httpDate": "smithy.protocoltests.shared#HttpDate",
            "epochSeconds": "smithy.protocoltests.shared#EpochSeconds",
            "normal": "Timestamp",
        }
    },
    "smithy.protocoltests.shared#BlobList": {"list": "Blob"},
    "smithy.protocoltests.shared#BooleanList": {"list": "Boolean"},
    "smithy.protocoltests.shared#DateTime": {
        "timestamp": None,
        "traits": {"timestampFormat": "date-time"},
    },
    "smithy.protocoltests.shared#EpochSeconds": {
        "timestamp": None,
        "traits": {"timestampFormat": "epoch-seconds"},
    },
    "smithy.protocoltests.shared#FooEnum": {
        "enum": {"FOO": "Foo", "BAZ": "Baz", "BAR": "Bar", "ONE": "1", "ZERO": "0"}
    },
    "smithy.protocoltests.shared#FooEnumList": {
        "list": "smithy.protocoltests.shared#FooEnum"
    },
    "smithy.protocoltests.shared#GreetingStruct": {"structure": {"hi": "String"}},
    "smithy.protocoltests.shared#HttpDate": {
        "timestamp": None,
        "traits": {"timestampFormat": "http-date"},
    },
    "smithy.protocoltests.shared#IntegerEnum": {"intEnum": {"A": 1, "B": 2, "C": 3}},
    "smithy.protocoltests.shared#IntegerEnumList": {
        "list": "smithy.protocoltests.shared#IntegerEnum"
    },
    "smithy.protocoltests.shared#IntegerList": {"list": "Integer"},
    "smithy.protocoltests.shared#NestedStringList": {
        "list": "smithy.protocoltests.shared#StringList"
    },
    "smithy.protocoltests.shared#SparseStringList": {
        "list": "String",
        "traits": {"sparse": {}},
    },
    "smithy.protocoltests.shared#SparseStringMap": {
        "map": ["String", "String"],
        "traits": {"sparse": {}},
    },
    "smithy.protocoltests.shared#StringList": {"list": "String"},
    "smithy.protocoltests.shared#StringSet": {
        "list": "String",
        "traits": {"uniqueItems": {}},
    },
    "smithy.protocoltests.shared#TimestampList": {"list": "Timestamp"},
}


def documents() -> list[dict[str, Any]]:
    return [
        shapes_alone(REST_JSON_UNIONS, namespace="aws.protocoltests.restjson"),
        shapes_alone(RPCV2_CBOR_UNIONS, namespace="smithy.protocoltests.rpcv2Cbor"),
        shapes_alone(RPCV2_JSON, namespace="smithy.protocoltests.rpcv2Json"),
    ]

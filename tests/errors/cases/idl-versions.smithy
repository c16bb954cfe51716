$version: "1.0"

namespace example.errors

@mixin
structure Mixin {}

structure A for R with [Mixin] {
    $id
    a: String = "a"
}

resource R {
    identifiers: { id: String }
    properties: { name: String }
}

operation O {
    input := {}
}

enum E {
    ONE
}

$version: "2.0"

namespace example.errors

resource City {
    identifiers: { id: String }
}

@mixin
structure Named {
    name: String
}

structure A for City with [Named] {
    $id
    $name
    $size
}

structure B for A {
    $id
}

structure C for Town {
    $id
}

structure D with [Unnamed] {
    $id
}

@mixin
operation E {
    input: A
}

@mixin
resource F {
    identifiers: { id: String }
}

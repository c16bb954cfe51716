$version: "2.0"

namespace example.errors

set Set {
    member: String
}

enum Letters {
    A = 1
    B = "b"
}

intEnum Numbers {
    ONE = "one"
    HALF = 0.5
    LARGE = 3000000000
    TWO = 2
}

$version: "2.0"

namespace example.errors

use aws.protocols#restJson1

structure A {
    a String
    b: String
}

/// Every problem of a file is told, not only the first one.
structure B {
    a: String = "one" b: String
}

strcture C {}

string D with MyMixin

@length(min: 1 max: )
string E

list F {
    member: String,

$version: "2.0"
$version: "2.0"
$sufix: "In"

namespace example.errors

use example.other#Thing
use example.third#Thing
use example.errors#Nothing
use example.third#Other$member

@requierd
@example.other#known
@notATrait
string Thing

string notATrait

/// Documentation of nothing.
apply notATrait @references([{ resource: Missing }])

structure Twice {
    a: String
    a: Integer
    @httpQuery(a)
    b: Strng
    /// Documentation of nothing.
}

service Service {
    versions: "1"
    operations: []
    operations: []
    rename: { Thing: "Other" }
}

operation Operation {
    input: Twice
    input: Twice
    result: Twice
}

$version: "2.0"

namespace example.errors

use aws.protocols#restJson1
use smithy.framework#ValidationException
use com.acme.common#Address
use com.acme.common#Money
use com.acme.traits#audited

@audited
structure Order {
    address: Address
    sum: Money
    other: com.acme.other#Thing
}
